import { describe, expect, test } from "vitest";
import { setConfig } from "@/components/editor/edits/change-node";
import { collectProblems } from "@/components/editor/problems/collect-problems";
import { chain } from "@/components/editor/testing/sample-graph";
import type { Problem } from "@/workflows/definition/problem";

const definition = chain();
const none = { definition, graph: [], code: [], refusal: null };
const typeError: Problem = {
  code: "type-error",
  message: "ours",
  nodeId: "a",
  field: "source",
  location: { line: 2, column: 3 },
};
const bundleError: Problem = { ...typeError, code: "bundle-error", message: "cannot be bundled" };

describe("collectProblems", () => {
  test("drops what is said of a node that is gone", () => {
    expect(collectProblems({ ...none, code: [{ ...typeError, nodeId: "gone" }] })).toEqual([]);
  });

  test("says once what both checkers found in other words", () => {
    const refusal = { definition, problems: [{ ...typeError, message: "theirs" }] };
    expect(collectProblems({ ...none, code: [typeError], refusal })).toEqual([typeError]);
  });

  test("adds what only the server found", () => {
    const refusal = { definition, problems: [bundleError] };
    expect(collectProblems({ ...none, refusal })).toEqual([bundleError]);
  });

  test("forgets the server's type errors once anything was edited, and the rest once its node was", () => {
    const refusal = { definition, problems: [typeError, bundleError] };
    const other = setConfig(definition, "r", { field: "body", value: "input.x" });
    expect(collectProblems({ ...none, definition: other, refusal })).toEqual([bundleError]);
    const mended = setConfig(definition, "a", { field: "source", value: "export default () => 1;" });
    expect(collectProblems({ ...none, definition: mended, refusal })).toEqual([]);
  });
});
