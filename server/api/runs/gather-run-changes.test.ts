import { expect, test } from "vitest";
import { gatherRunChanges } from "@/server/api/runs/gather-run-changes";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import type { RunChange } from "@/workflows/ports";

function change(runId: string, hasEnded = false): RunChange {
  return { runId, workflowId: "workflow", workspaceId: "workspace", hasEnded };
}

function gather() {
  const changes = createLocalRunChanges();
  const closing = new AbortController();
  return { changes, closing, gathered: gatherRunChanges(changes, ({ runId }) => runId !== "other", closing.signal) };
}

test("gives of several changes to one run the latest", async () => {
  const { changes, gathered } = gather();
  for (let count = 0; count < 100; count += 1) changes.publish(change("a"));
  changes.publish(change("b"));
  changes.publish(change("a", true));
  expect(await gathered.take(1_000)).toEqual([change("b"), change("a", true)]);
});

test("waits for a change that is wanted", async () => {
  const { changes, gathered } = gather();
  const taken = gathered.take(60_000);
  changes.publish(change("other"));
  changes.publish(change("a"));
  expect(await taken).toEqual([change("a")]);
});

test("gives nothing when nothing changes in time", async () => {
  expect(await gather().gathered.take(1)).toEqual([]);
});

test("remembers a bounded number of runs, and the latest of them", async () => {
  const { changes, gathered } = gather();
  for (let count = 0; count < 5_000; count += 1) changes.publish(change(`run-${count}`));
  const taken = await gathered.take(1_000);
  expect(taken).toHaveLength(1_000);
  expect(taken.at(-1)).toEqual(change("run-4999"));
});

test("lets go when the reader is gone, also in the middle of waiting", async () => {
  const { changes, closing, gathered } = gather();
  const taken = gathered.take(60_000);
  closing.abort();
  expect(await taken).toEqual([]);
  changes.publish(change("a"));
  expect(await gathered.take(60_000)).toEqual([]);
});
