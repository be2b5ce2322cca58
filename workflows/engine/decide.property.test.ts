import fc from "fast-check";
import { expect, test } from "vitest";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";
import { decide } from "@/workflows/engine/decide";
import { applyEntry, foldJournal } from "@/workflows/engine/fold";
import { indexGraph } from "@/workflows/engine/graph";
import { createRunState, type RunState } from "@/workflows/engine/run-state";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import { branch, failed, runStarted, started, step, succeeded, trigger, workflow } from "@/workflows/testing/builders";

/** A random acyclic graph whose every node hangs, over steps and branches, from the trigger `t`. */
const definitions: fc.Arbitrary<WorkflowDefinition> = fc
  .array(
    fc.record({ isBranch: fc.boolean(), parents: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), port: fc.nat() }),
    {
      maxLength: 14,
    },
  )
  .map((plans) => {
    const nodes: WorkflowNode[] = [trigger("t")];
    const edges = new Set<string>();
    for (const [index, plan] of plans.entries()) {
      const id = `n${index}`;
      for (const parent of plan.parents) {
        const source = nodes[parent % nodes.length];
        if (source === undefined) continue;
        const port = source.kind === "branch" ? ["yes", "no"][(plan.port + parent) % 2] : "out";
        edges.add(`${source.id}.${port} -> ${id}`);
      }
      nodes.push(plan.isBranch ? branch(id) : step(id));
    }
    return workflow(nodes, [...edges]);
  });

/** What each node does when its turn comes, and in which order attempts under way end. */
type Script = { readonly takesYes: readonly boolean[]; readonly order: readonly number[]; readonly failing: number };

const scripts: fc.Arbitrary<Script> = fc.record({
  takesYes: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
  order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  failing: fc.integer({ min: -1, max: 13 }),
});

/** Carries commands out until the run ends, as a driver would, and returns the journal. */
function play(definition: WorkflowDefinition, script: Script): { journal: JournalEntry[]; state: RunState } {
  const state = createRunState(indexGraph(definition), "run-1");
  const journal: JournalEntry[] = [];
  const record = (entry: JournalEntry) => {
    applyEntry(state, entry);
    journal.push(entry);
  };
  record(runStarted());

  for (let turn = 0; state.end === null; turn += 1) {
    if (turn > 500) throw new Error("The run does not end.");
    const commands = decide(state);
    for (const command of commands) {
      if (command.type === "start-attempt") record(started(command.nodePath, command.attempt));
      else if (command.type === "succeed-run")
        record({ type: "run-succeeded", atMs: 20_000, outputPaths: command.outputPaths });
      else record({ type: "run-failed", atMs: 20_000, failure: command.failure });
    }
    const running = [...state.running];
    const next = running[(script.order[turn % script.order.length] ?? 0) % Math.max(1, running.length)];
    if (next !== undefined) record(endOf(definition, script, state, next));
  }
  return { journal, state };
}

function endOf(definition: WorkflowDefinition, script: Script, state: RunState, nodePath: string): JournalEntry {
  const index = Number(nodePath.slice(1));
  const current = state.nodes.get(nodePath);
  const attempt = current?.status === "running" ? current.attempt : 0;
  if (index === script.failing) return failed(nodePath, attempt);
  const node = definition.nodes.find(({ id }) => id === nodePath);
  const ports = node?.kind === "branch" ? [script.takesYes[index] === true ? "yes" : "no"] : ["out"];
  return succeeded(nodePath, { attempt, ports });
}

/** The naive reference: a node runs if, by whatever path, a live edge leads to it. Written without the kernel. */
function nodesThatRun(definition: WorkflowDefinition, script: Script): ReadonlySet<string> {
  const runs = new Set(["t"]);
  for (const { id } of definition.nodes) {
    const isReached = definition.edges.some(({ source, sourcePort, target }) => {
      if (target !== id || !runs.has(source)) return false;
      return sourcePort === "out" || sourcePort === (script.takesYes[Number(source.slice(1))] === true ? "yes" : "no");
    });
    if (isReached) runs.add(id);
  }
  return runs;
}

const succeededNodes = (state: RunState) =>
  new Set([...state.nodes].filter(([, node]) => node.status === "succeeded").map(([path]) => path));

test("a run that no step fails runs exactly the nodes that a live path leads to, each once", () => {
  fc.assert(
    fc.property(definitions, scripts, (definition, script) => {
      const { journal, state } = play(definition, { ...script, failing: -1 });
      expect(succeededNodes(state)).toEqual(nodesThatRun(definition, script));
      const starts = journal.filter((entry) => entry.type === "attempt-started").map(({ nodePath }) => nodePath);
      expect(new Set(starts).size).toBe(starts.length);
      expect(state.nodes.size).toBe(definition.nodes.length);
    }),
  );
});

test("the order in which attempts end does not change how the run ends", () => {
  fc.assert(
    fc.property(definitions, scripts, scripts, (definition, script, other) => {
      const one = play(definition, { ...script, failing: -1 });
      const two = play(definition, { ...script, failing: -1, order: other.order });
      expect(two.state.end).toEqual(one.state.end);
      expect(Object.fromEntries(two.state.nodes)).toEqual(Object.fromEntries(one.state.nodes));
    }),
  );
});

test("a crash at any entry folds to the same state and the same commands", () => {
  fc.assert(
    fc.property(definitions, scripts, fc.nat(), (definition, script, cut) => {
      const { journal } = play(definition, script);
      const graph = indexGraph(definition);
      const prefix = journal.slice(0, cut % (journal.length + 1));
      const incremental = createRunState(graph, "run-1");
      for (const entry of prefix) applyEntry(incremental, entry);
      const recovered = foldJournal(graph, "run-1", prefix);
      expect(recovered).toEqual(incremental);
      expect(decide(recovered)).toEqual(decide(incremental));
    }),
  );
});

test("a failing step ends by its count, fails the run, and nothing starts after its last attempt", () => {
  fc.assert(
    fc.property(definitions, scripts, (definition, script) => {
      const { journal, state } = play(definition, script);
      const path = `n${script.failing}`;
      const failures = journal.filter((entry) => entry.type === "attempt-failed" && entry.nodePath === path);
      if (failures.length === 0) {
        expect(state.end?.status).toBe("succeeded");
        return;
      }
      const last = failures.at(-1);
      const after = last === undefined ? [] : journal.slice(journal.indexOf(last) + 1);
      expect(state.end).toMatchObject({ status: "failed", failure: { nodePath: path } });
      if (definition.nodes.find(({ id }) => id === path)?.kind === "function") expect(failures).toHaveLength(3);
      expect(after.filter((entry) => entry.type === "attempt-started")).toEqual([]);
    }),
  );
});
