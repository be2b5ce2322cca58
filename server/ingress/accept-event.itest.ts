import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEventAcceptor, type EventAcceptorOptions } from "@/server/ingress/accept-event";
import {
  createTestVersions,
  type DeployedWorkflow,
  redeployWorkflow,
  seedDeployedWorkflow,
} from "@/server/testing/deployed-workflow";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { AdmittedRun, NewRun, RunAdmission } from "@/workflows/ports";
import { step, trigger, workflow } from "@/workflows/testing/builders";

let db: TestDatabase;
const definition = workflow([trigger("t"), step("a")], ["t -> a"]);

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

function createAcceptor(options: Partial<EventAcceptorOptions> = {}) {
  const { database } = db;
  const versions = createTestVersions(database);
  return createEventAcceptor({ database, versions, admission: null, changes: createLocalRunChanges(), ...options });
}

const seed = () => seedDeployedWorkflow(db.database, definition);

async function count(table: string, { workspaceId }: DeployedWorkflow): Promise<number> {
  const { rows } = await db.database.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE workspace_id = $1`, [
    workspaceId,
  ]);
  return rows[0].n;
}

/** An engine that always has room, and only notes what it is told. */
function createNotingAdmission(leaseOwner: string) {
  const admitted: NewRun[] = [];
  const adopted: string[] = [];
  const released: string[] = [];
  const admission: RunAdmission = {
    admit: (run): AdmittedRun => {
      admitted.push(run);
      return {
        leaseOwner,
        entries: [
          { type: "run-started", atMs: 1_000, triggerNodeId: run.triggerNodeId },
          { type: "attempt-started", atMs: 1_000, nodePath: "a", attempt: 1 },
        ],
        adopt: () => adopted.push(run.runId),
        release: () => released.push(run.runId),
      };
    },
    wake: () => {},
  };
  return { admission, admitted, adopted, released };
}

describe("accept", () => {
  test("removes keys whose window is over, and no others", async () => {
    const deployed = await seed();
    const readKeys = async () => {
      const { rows } = await db.database.pool.query("SELECT key FROM dedupe_key WHERE trigger_id = $1 ORDER BY key", [
        deployed.triggerId,
      ]);
      return rows.map(({ key }) => key);
    };
    const accept = (dedupeKey: string) =>
      createAcceptor().accept({ triggerId: deployed.triggerId, dedupeKey, payload: 1 });
    await accept("old");
    await accept("live");
    await db.database.pool.query("UPDATE dedupe_key SET expires_at = now() WHERE trigger_id = $1 AND key = 'old'", [
      deployed.triggerId,
    ]);
    await accept("next");
    await expect.poll(readKeys).toEqual(["live", "next"]);
  });

  test("writes event, run, place in the queue and journal together", async () => {
    const deployed = await seed();
    const { runId } = await createAcceptor().accept({
      triggerId: deployed.triggerId,
      dedupeKey: "k",
      payload: { a: "\u0000" },
    });
    const { rows } = await db.database.pool.query(
      `SELECT r.status, r.version_id, w.lease_owner, w.epoch, e.kind, e.payload, d.key, j.type, j.seq
       FROM run r JOIN run_work w ON w.run_id = r.id JOIN event e ON e.id = r.event_id
       JOIN dedupe_key d ON d.run_id = r.id JOIN journal_entry j ON j.run_id = r.id WHERE r.id = $1`,
      [runId],
    );
    expect(rows).toEqual([
      {
        status: "queued",
        version_id: deployed.version.id,
        lease_owner: null,
        epoch: 0,
        kind: "http-trigger",
        payload: { kind: "inline", json: { a: "\u0000" } },
        key: "k",
        type: "run-started",
        seq: 1,
      },
    ]);
  });

  test("lets a run be born in the hands of an engine that has room", async () => {
    const deployed = await seed();
    const owner = "0193a2f0-0000-7000-8000-000000000001";
    const noted = createNotingAdmission(owner);
    const { runId } = await createAcceptor({ admission: noted.admission }).accept({
      triggerId: deployed.triggerId,
      dedupeKey: null,
      payload: 1,
    });
    expect(noted).toMatchObject({ adopted: [runId], released: [] });
    const { rows } = await db.database.pool.query(
      `SELECT r.status, w.lease_owner, w.epoch, array_agg(j.type ORDER BY j.seq) AS types
       FROM run r JOIN run_work w ON w.run_id = r.id JOIN journal_entry j ON j.run_id = r.id
       WHERE r.id = $1 GROUP BY 1, 2, 3`,
      [runId],
    );
    expect(rows).toEqual([
      { status: "running", lease_owner: owner, epoch: 1, types: ["run-started", "attempt-started"] },
    ]);
  });

  test("keeps a payload over 64 KB beside the event", async () => {
    const deployed = await seed();
    await createAcceptor().accept({ triggerId: deployed.triggerId, dedupeKey: null, payload: "x".repeat(70_000) });
    const { rows } = await db.database.pool.query("SELECT payload FROM event WHERE workspace_id = $1", [
      deployed.workspaceId,
    ]);
    expect(rows[0].payload).toMatchObject({ kind: "stored", sizeBytes: 70_002 });
    expect(await count("run_value", deployed)).toBe(1);
  });

  test("tells the sender when the trigger is gone or its workflow was deleted", async () => {
    const deployed = await seed();
    await db.database.pool.query("UPDATE workflow SET deleted_at = now() WHERE id = $1", [deployed.workflowId]);
    const accepted = createAcceptor().accept({ triggerId: deployed.triggerId, dedupeKey: null, payload: 1 });
    await expect(accepted).rejects.toMatchObject({ code: "not-found" });
    expect(await count("run", deployed)).toBe(0);
  });
});

describe("a repeated key", () => {
  test("gives one run for 200 deliveries at once, from two processes", async () => {
    const deployed = await seed();
    const acceptors = [createAcceptor(), createAcceptor()] as const;
    const event = { triggerId: deployed.triggerId, dedupeKey: "once", payload: 1 };
    const accepted = await Promise.all(
      Array.from({ length: 200 }, (_, index) => acceptors[index % 2 === 0 ? 0 : 1].accept(event)),
    );
    expect(new Set(accepted.map(({ runId }) => runId)).size).toBe(1);
    expect(accepted.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
    expect(await count("run", deployed)).toBe(1);
    expect(await count("event", deployed)).toBe(1);
  });

  test("gives 50 runs for 50 keys, each delivered four times in any order", async () => {
    const deployed = await seed();
    const acceptors = [createAcceptor(), createAcceptor()] as const;
    const deliveries = Array.from({ length: 200 }, (_, index) => ({
      acceptor: acceptors[index % 2 === 0 ? 0 : 1],
      key: `key-${(index * 37) % 50}`,
    }));
    await Promise.all(
      deliveries.map(({ acceptor, key }) =>
        acceptor.accept({ triggerId: deployed.triggerId, dedupeKey: key, payload: key }),
      ),
    );
    expect(await count("run", deployed)).toBe(50);
  });

  test("means another run at another trigger", async () => {
    const [one, two] = [await seed(), await seed()];
    const acceptor = createAcceptor();
    const first = await acceptor.accept({ triggerId: one.triggerId, dedupeKey: "same", payload: 1 });
    const second = await acceptor.accept({ triggerId: two.triggerId, dedupeKey: "same", payload: 1 });
    expect(second).toMatchObject({ isDuplicate: false });
    expect(second.runId).not.toBe(first.runId);
  });

  test("starts a run again once its window is over", async () => {
    const deployed = await seed();
    const acceptor = createAcceptor();
    const event = { triggerId: deployed.triggerId, dedupeKey: "window", payload: 1 };
    const first = await acceptor.accept(event);
    await db.database.pool.query("UPDATE dedupe_key SET expires_at = now() WHERE run_id = $1", [first.runId]);
    const second = await acceptor.accept(event);
    expect(second).toMatchObject({ isDuplicate: false });
    expect(await acceptor.accept(event)).toEqual({ runId: second.runId, isDuplicate: true });
    expect(await count("dedupe_key", deployed)).toBe(1);
  });
});

describe("a deploy in between", () => {
  test("loses no event, and pins each run to the version of its commit", async () => {
    const deployed = await seed();
    const noted = createNotingAdmission("0193a2f0-0000-7000-8000-000000000002");
    const acceptor = createAcceptor({ admission: noted.admission });
    const event = { triggerId: deployed.triggerId, dedupeKey: null, payload: 1 };
    await acceptor.accept(event);
    const { version } = await redeployWorkflow(db.database, deployed, definition);
    const { runId } = await acceptor.accept(event);

    const { rows } = await db.database.pool.query("SELECT version_id FROM run WHERE id = $1", [runId]);
    expect(rows).toEqual([{ version_id: version.id }]);
    expect(noted.admitted.map((run) => run.version.number)).toEqual([1, 1, 2]);
    expect(noted.released).toEqual([noted.admitted[1]?.runId]);
    expect(await count("run", deployed)).toBe(2);
  });

  test("does not show under load", async () => {
    let deployed = await seed();
    const noted = createNotingAdmission("0193a2f0-0000-7000-8000-000000000003");
    const acceptor = createAcceptor({ admission: noted.admission });
    const accepted: Promise<unknown>[] = [];
    for (let deploys = 0; deploys < 10; deploys += 1) {
      for (let index = 0; index < 20; index += 1) {
        accepted.push(acceptor.accept({ triggerId: deployed.triggerId, dedupeKey: null, payload: index }));
      }
      deployed = await redeployWorkflow(db.database, deployed, definition);
    }
    await Promise.all(accepted);
    expect(await count("run", deployed)).toBe(200);
  });
});

describe("overload and outage", () => {
  test("refuses before the commit when too much waits, and keeps what it acknowledged", async () => {
    const deployed = await seed();
    const acceptor = createAcceptor({ settings: { maxWaitingEvents: 20 } });
    const results = await Promise.allSettled(
      Array.from({ length: 500 }, () =>
        acceptor.accept({ triggerId: deployed.triggerId, dedupeKey: null, payload: 1 }),
      ),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "unavailable", httpStatus: 503 });
    expect(await count("run", deployed)).toBe(500 - refused.length);
  });

  test("answers that it is unavailable when its connection is cut, and accepts again at once", async () => {
    const deployed = await seed();
    const acceptor = createAcceptor();
    const blocker = await db.database.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("LOCK TABLE run IN EXCLUSIVE MODE");
    const event = { triggerId: deployed.triggerId, dedupeKey: "cut", payload: 1 };
    const refused = expect(acceptor.accept(event)).rejects.toMatchObject({ code: "unavailable" });
    await expect
      .poll(async () => {
        const { rows } = await blocker.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(1);
    await refused;
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(await acceptor.accept(event)).toMatchObject({ isDuplicate: false });
    expect(await count("run", deployed)).toBe(1);
  });

  test("does not store afterwards what it has said no to before it tried", async () => {
    const deployed = await seed();
    const acceptor = createAcceptor({ settings: { commitTimeoutMs: 300 } });
    const accept = (dedupeKey: string) => acceptor.accept({ triggerId: deployed.triggerId, dedupeKey, payload: 1 });
    const blocker = await db.database.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("LOCK TABLE run IN EXCLUSIVE MODE");
    const underWay = expect(accept("under way")).rejects.toMatchObject({ code: "unavailable" });
    await new Promise(setImmediate);
    await Promise.all([underWay, expect(accept("waiting")).rejects.toMatchObject({ code: "unavailable" })]);
    await blocker.query("ROLLBACK");
    blocker.release();
    await accept("next");
    const { rows } = await db.database.pool.query("SELECT dedupe_key FROM event WHERE trigger_id = $1 ORDER BY 1", [
      deployed.triggerId,
    ]);
    expect(rows.map(({ dedupe_key }) => dedupe_key)).toEqual(["next", "under way"]);
  });

  test("does not let an event that cannot be stored take its neighbours with it", async () => {
    const deployed = await seed();
    const acceptor = createAcceptor();
    const accept = (dedupeKey: string) => acceptor.accept({ triggerId: deployed.triggerId, dedupeKey, payload: 1 });
    const results = await Promise.allSettled([accept("one"), accept("bad\u0000key"), accept("two")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await count("run", deployed)).toBe(2);
  });
});
