import { describe, expect, test } from "vitest";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { decide } from "@/workflows/engine/decide";
import { foldJournal } from "@/workflows/engine/fold";
import { indexGraph } from "@/workflows/engine/graph";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import {
  branch,
  failed,
  respond,
  runStarted,
  started,
  step,
  succeeded,
  trigger,
  twoFixedRetries,
  workflow,
} from "@/workflows/testing/builders";

function stateAfter(definition: WorkflowDefinition, ...journal: readonly JournalEntry[]) {
  return foldJournal(indexGraph(definition), "run-1", journal);
}

function commandsAfter(definition: WorkflowDefinition, ...journal: readonly JournalEntry[]) {
  return decide(stateAfter(definition, ...journal));
}

describe("a run", () => {
  test("decides nothing before it has started", () => {
    expect(commandsAfter(workflow([trigger("t")], []))).toEqual([]);
  });

  // t✓
  test("with a trigger only succeeds at once, with the event as its output", () => {
    const commands = commandsAfter(workflow([trigger("t")], []), runStarted());
    expect(commands).toEqual([{ type: "succeed-run", outputPaths: ["t"] }]);
  });

  // t✓ ──► a· ──► b·
  test("starts only the steps nothing is waiting on", () => {
    const definition = workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"]);
    expect(commandsAfter(definition, runStarted())).toEqual([
      { type: "start-attempt", nodePath: "a", nodeId: "a", attempt: 1, notBeforeMs: null },
    ]);
  });

  // t✓ ──► a…
  test("waits for an attempt under way", () => {
    const definition = workflow([trigger("t"), step("a")], ["t -> a"]);
    expect(commandsAfter(definition, runStarted(), started("a"))).toEqual([]);
  });

  // t✓ ──► a✓ ──► c✓
  //   └──► b✓
  test("ends with the outputs that nothing went on from", () => {
    const definition = workflow([trigger("t"), step("a"), step("b"), step("c")], ["t -> a", "t -> b", "a -> c"]);
    const journal = [started("a"), started("b"), succeeded("a"), started("c"), succeeded("c"), succeeded("b")];
    expect(commandsAfter(definition, runStarted(), ...journal)).toEqual([
      { type: "succeed-run", outputPaths: ["b", "c"] },
    ]);
  });

  // t✓ ──► a✓
  //   └──► r✓
  test("that answered its caller ends with the answer", () => {
    const definition = workflow([trigger("t"), step("a"), respond("r")], ["t -> a", "t -> r"]);
    const journal = [started("a"), started("r"), succeeded("a"), succeeded("r", { ports: [] })];
    expect(commandsAfter(definition, runStarted(), ...journal)).toEqual([{ type: "succeed-run", outputPaths: ["r"] }]);
  });

  test("that has ended decides nothing more", () => {
    const definition = workflow([trigger("t")], []);
    const ended: JournalEntry = { type: "run-succeeded", atMs: 9_000, outputPaths: ["t"] };
    expect(commandsAfter(definition, runStarted(), ended)).toEqual([]);
  });

  // t✓ ──► a·      u ──► b
  test("skips what only another trigger leads to", () => {
    const definition = workflow([trigger("t"), trigger("u"), step("a"), step("b")], ["t -> a", "u -> b"]);
    const state = stateAfter(definition, runStarted("t"));
    expect(state.nodes.get("u")).toEqual({ status: "skipped" });
    expect(state.nodes.get("b")).toEqual({ status: "skipped" });
    expect(decide(state)).toMatchObject([{ nodePath: "a" }]);
  });
});

describe("a branch", () => {
  const definition = workflow(
    [trigger("t"), branch("if"), step("yes"), step("no"), step("afterNo"), step("join")],
    ["t -> if", "if.yes -> yes", "if.no -> no", "no -> afterNo", "yes -> join", "afterNo -> join"],
  );
  const tookYes = [runStarted(), started("if"), succeeded("if", { ports: ["yes"] })];

  // if ─yes─► yes· ───────────────► join
  //   └─no──► no✕ ──► afterNo✕ ──┘
  test("skips everything behind the path not taken", () => {
    const state = stateAfter(definition, ...tookYes);
    expect(["no", "afterNo"].map((id) => state.nodes.get(id)?.status)).toEqual(["skipped", "skipped"]);
    expect(decide(state)).toMatchObject([{ type: "start-attempt", nodePath: "yes" }]);
  });

  test("lets a join go on with the one live edge", () => {
    const commands = commandsAfter(definition, ...tookYes, started("yes"), succeeded("yes"));
    expect(commands).toMatchObject([{ type: "start-attempt", nodePath: "join", attempt: 1 }]);
  });
});

describe("a join", () => {
  const definition = workflow(
    [trigger("t"), step("a"), step("b"), step("c")],
    ["t -> a", "t -> b", "a -> c", "b -> c"],
  );
  const bothStarted = [runStarted(), started("a"), started("b")];

  // a✓ ──► c·
  // b… ──┘
  test("is held until every edge into it is resolved", () => {
    expect(commandsAfter(definition, ...bothStarted, succeeded("a"))).toEqual([]);
  });

  test.each([
    ["a", "b"],
    ["b", "a"],
  ])("runs once, whichever of its branches ends first (%s)", (first, second) => {
    const commands = commandsAfter(definition, ...bothStarted, succeeded(first), succeeded(second));
    expect(commands).toEqual([{ type: "start-attempt", nodePath: "c", nodeId: "c", attempt: 1, notBeforeMs: null }]);
  });
});

describe("a failed attempt", () => {
  const definition = workflow([trigger("t"), step("a"), step("b")], ["t -> a", "t -> b"]);

  // a✗ (attempt 1 of 3)
  test("is retried after its delay, counted from the time it failed", () => {
    const commands = commandsAfter(definition, runStarted(), started("a"), started("b"), failed("a"));
    expect(commands).toEqual([{ type: "start-attempt", nodePath: "a", nodeId: "a", attempt: 2, notBeforeMs: 11_000 }]);
  });

  test("is retried at once when the process was lost: the step does not wait for a crash of ours", () => {
    const lost = failed("a", 1, { code: "lost" });
    const commands = commandsAfter(definition, runStarted(), started("a"), started("b"), lost);
    expect(commands).toMatchObject([{ attempt: 2, notBeforeMs: null }]);
  });

  test("waits as long as its author asked for", () => {
    const later = failed("a", 1, { retryAfterMs: 60_000 });
    const commands = commandsAfter(definition, runStarted(), started("a"), started("b"), later);
    expect(commands).toMatchObject([{ attempt: 2, notBeforeMs: 70_000 }]);
  });

  const thirdFailure = [
    started("a"),
    failed("a", 1),
    started("a", 2),
    failed("a", 2, { code: "lost" }),
    started("a", 3),
    failed("a", 3, { message: "the last straw" }),
  ];

  test("ends the run when its retries are used up, crashes included", () => {
    const commands = commandsAfter(definition, runStarted(), started("b"), succeeded("b"), ...thirdFailure);
    expect(commands).toMatchObject([
      { type: "fail-run", failure: { nodePath: "a", failure: { message: "the last straw" } } },
    ]);
  });

  test("ends the run at once when trying again cannot help", () => {
    const hopeless = failed("a", 1, { retryable: false });
    const commands = commandsAfter(definition, runStarted(), started("b"), succeeded("b"), started("a"), hopeless);
    expect(commands).toMatchObject([{ type: "fail-run" }]);
  });

  // a✗✗✗    b… ──► c
  test("lets siblings under way finish, starts nothing more and retries nothing more", () => {
    const withC = workflow([trigger("t"), step("a"), step("b"), step("c")], ["t -> a", "t -> b", "b -> c"]);
    const journal = [runStarted(), started("b"), ...thirdFailure];
    expect(commandsAfter(withC, ...journal)).toEqual([]);
    expect(commandsAfter(withC, ...journal, succeeded("b"))).toMatchObject([{ type: "fail-run" }]);
    expect(commandsAfter(withC, ...journal, failed("b"))).toMatchObject([
      { type: "fail-run", failure: { nodePath: "a" } },
    ]);
  });

  test("is not retried when the policy says never", () => {
    const never = { ...twoFixedRetries, retries: 0 };
    const once = workflow([trigger("t"), step("a", { settings: { retry: never } })], ["t -> a"]);
    expect(commandsAfter(once, runStarted(), started("a"), failed("a"))).toMatchObject([{ type: "fail-run" }]);
  });
});

describe("a journal that the engine cannot have written is refused", () => {
  const definition = workflow([trigger("t"), step("a")], ["t -> a"]);

  test.each<[string, readonly JournalEntry[]]>([
    ["two results of one attempt", [runStarted(), started("a"), succeeded("a"), succeeded("a")]],
    ["a result without a start", [runStarted(), succeeded("a")]],
    ["one attempt started twice", [runStarted(), started("a"), started("a")]],
    ["an attempt left out", [runStarted(), started("a", 2)]],
    ["a second beginning", [runStarted(), runStarted()]],
    ["an attempt before the beginning", [started("a")]],
    ["a beginning at a step", [runStarted("a")]],
    ["a node that is not in the graph", [runStarted(), started("nowhere")]],
  ])("%s", (_name, journal) => {
    expect(() => stateAfter(definition, ...journal)).toThrow();
  });
});
