import { expect, test } from "vitest";
import { matchScore } from "@/components/editor/canvas/match-score";

const steps = [
  { name: "Function function", description: ["Runs your TypeScript."] },
  { name: "If / else branch", description: ["Goes on by Yes or by No, as an expression says."] },
  { name: "Respond respond", description: ["Answers the caller of the HTTP trigger."] },
];

function found(typed: string): readonly string[] {
  return steps
    .map((step) => ({ name: step.name, score: matchScore(step.name, typed, step.description) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ name }) => name);
}

test.each([
  ["if", ["If / else branch"]],
  ["else", ["If / else branch"]],
  ["BRANCH", ["If / else branch"]],
  ["caller", ["Respond respond"]],
  ["f", ["Function function", "If / else branch", "Respond respond"]],
  ["zzz", []],
])("%s finds %j", (typed, names) => {
  expect(found(typed)).toEqual(names);
});
