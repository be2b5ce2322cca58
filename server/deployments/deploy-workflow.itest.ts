import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorkflowCompiler } from "@/server/deployments/compile-workflow";
import { createDeployer, type DeployRequest, type DeployResult } from "@/server/deployments/deploy-workflow";
import { createTriggerStore } from "@/server/deployments/trigger-store";
import { createVersionStore } from "@/server/deployments/version-store";
import { hashDefinition } from "@/server/hash-definition";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import { serializeDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { step, trigger, workflow } from "@/workflows/testing/builders";

const compiler = createWorkflowCompiler();
let db: TestDatabase;
let workspaceId: string;
let workspaceSlug: string;
let switches: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  compiler.stop();
  await db.drop();
});
beforeEach(async () => {
  ({ workspaceId, workspaceSlug } = await seedWorkspace());
  switches = [];
});

async function seedWorkspace() {
  const id = uuidv7();
  const slug = `w-${id}`;
  await db.database.pool.query("INSERT INTO workspace (id, slug, name) VALUES ($1, $2, $2)", [id, slug]);
  return { workspaceId: id, workspaceSlug: slug };
}

async function seedWorkflow(definition: WorkflowDefinition, name = "Orders"): Promise<string> {
  const id = uuidv7();
  await db.database.pool.query(
    "INSERT INTO workflow (id, workspace_id, name, draft, updated_at) VALUES ($1, $2, $3, $4, now())",
    [id, workspaceId, name, serializeDefinition(definition)],
  );
  return id;
}

async function saveDraft(workflowId: string, definition: WorkflowDefinition): Promise<number> {
  const { rows } = await db.database.pool.query<{ revision: number }>(
    `UPDATE workflow SET draft = $2, draft_revision = draft_revision + 1 WHERE id = $1
     RETURNING draft_revision AS revision`,
    [workflowId, serializeDefinition(definition)],
  );
  return rows[0]?.revision ?? 0;
}

function createTestDeployer() {
  return createDeployer({
    database: db.database,
    compiler,
    onSwitched: ({ versionId }) => switches.push(versionId),
  });
}

function deploy(workflowId: string, overrides: Partial<DeployRequest> = {}): Promise<DeployResult> {
  const request = { workspaceId, workflowId, revision: 1, userId: null, note: "first", ...overrides };
  return createTestDeployer().deploy(request);
}

async function deployed(workflowId: string, overrides: Partial<DeployRequest> = {}) {
  const result = await deploy(workflowId, overrides);
  if (result.status !== "deployed") throw new Error(JSON.stringify(result));
  return result;
}

function hookAt(path: string, nodeId = "t") {
  return trigger(nodeId, { config: { ...trigger(nodeId).config, path } });
}

/** t → a, answering at the path. */
function orders(path: string, source = "export default (input: Input) => input.method;\n"): WorkflowDefinition {
  return workflow([hookAt(path), step("a", { config: { source } })], ["t -> a"]);
}

async function triggersOf(workflowId: string) {
  const { rows } = await db.database.pool.query<{ id: string; node_id: string; address: string; version_id: string }>(
    "SELECT id, node_id, address, version_id FROM trigger WHERE workflow_id = $1 ORDER BY node_id",
    [workflowId],
  );
  return rows;
}

const find = (path: string) =>
  createTriggerStore(db.database).findTriggerByAddress(workspaceSlug, "http-trigger", path);

describe("a deploy", () => {
  test("makes an immutable version, its bundle and its triggers live together", async () => {
    const definition = orders("orders");
    const workflowId = await seedWorkflow(definition);
    const result = await deployed(workflowId);

    expect(result).toMatchObject({ status: "deployed", versionNumber: 1, isUnchanged: false });
    expect(switches).toEqual([result.versionId]);
    const versions = createVersionStore(db.database);
    const version = await versions.getVersion(result.versionId);
    expect(version).toMatchObject({ id: result.versionId, workspaceId, workflowId, number: 1 });
    expect(serializeDefinition(version.definition)).toBe(serializeDefinition(definition));
    expect((await versions.getBundle(workspaceId, version.bundleHash)).code).toContain("programs");
    expect(await find("orders")).toMatchObject({
      workspaceId,
      workflowId,
      versionId: result.versionId,
      nodeId: "t",
      config: { path: "orders", answer: "respond" },
    });
    const { rows } = await db.database.pool.query("SELECT content_hash, note FROM version WHERE id = $1", [version.id]);
    expect(rows).toEqual([{ content_hash: hashDefinition(definition), note: "first" }]);
  });

  test("of a changed draft switches the trigger over, which keeps its id; the first version stays readable", async () => {
    const workflowId = await seedWorkflow(orders("switch"));
    const first = await deployed(workflowId);
    const [before] = await triggersOf(workflowId);
    const revision = await saveDraft(workflowId, orders("switched", "export default () => 2;\n"));
    const second = await deployed(workflowId, { revision });

    expect(second.versionNumber).toBe(2);
    expect(await triggersOf(workflowId)).toEqual([{ ...before, address: "switched", version_id: second.versionId }]);
    expect(await find("switch")).toBeNull();
    expect((await createVersionStore(db.database).getVersion(first.versionId)).number).toBe(1);
  });

  test("of an unchanged draft makes no version, and puts triggers back that were lost", async () => {
    const workflowId = await seedWorkflow(orders("same"));
    const first = await deployed(workflowId);
    await db.database.pool.query("DELETE FROM trigger WHERE workflow_id = $1", [workflowId]);
    const revision = await saveDraft(workflowId, orders("same"));

    expect(await deployed(workflowId, { revision })).toEqual({ ...first, isUnchanged: true });
    expect(await find("same")).toMatchObject({ versionId: first.versionId });
    const back = await saveDraft(workflowId, orders("other"));
    expect((await deployed(workflowId, { revision: back })).versionNumber).toBe(2);
  });

  test("lets two triggers swap their addresses, and takes a removed one away", async () => {
    const a = step("a");
    const workflowId = await seedWorkflow(workflow([hookAt("one", "t"), hookAt("two", "u"), a], ["t -> a", "u -> a"]));
    await deployed(workflowId);
    const before = await triggersOf(workflowId);

    const swapped = workflow([hookAt("two", "t"), hookAt("one", "u"), a], ["t -> a", "u -> a"]);
    await deployed(workflowId, { revision: await saveDraft(workflowId, swapped) });
    const after = await triggersOf(workflowId);
    expect(after.map(({ node_id, address }) => [node_id, address])).toEqual([
      ["t", "two"],
      ["u", "one"],
    ]);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));

    await deployed(workflowId, { revision: await saveDraft(workflowId, workflow([hookAt("two"), a], ["t -> a"])) });
    expect((await triggersOf(workflowId)).map(({ node_id }) => node_id)).toEqual(["t"]);
    expect(await find("one")).toBeNull();
  });

  test("keeps a key named __proto__, a NUL and a lone surrogate of the code as they are", async () => {
    const source = 'export default () => ({ text: "\\u0000" }); // \u0000 \ud800\n';
    const definition = orders("odd", source);
    const config = JSON.parse(`{"__proto__":1,"source":${JSON.stringify(source)}}`);
    const odd = {
      ...definition,
      nodes: definition.nodes.map((node) => (node.id === "a" ? { ...node, config } : node)),
    };
    const { versionId } = await deployed(await seedWorkflow(odd));
    const version = await createVersionStore(db.database).getVersion(versionId);
    expect(serializeDefinition(version.definition)).toBe(serializeDefinition(odd));
  });
});

describe("a deploy is refused", () => {
  test("with the problems of the code, and nothing has changed", async () => {
    const workflowId = await seedWorkflow(orders("broken"));
    const first = await deployed(workflowId);
    const revision = await saveDraft(workflowId, orders("broken", "export default (input: Input) => input.nope;\n"));

    expect(await deploy(workflowId, { revision })).toMatchObject({
      status: "refused",
      problems: [{ code: "type-error", nodeId: "a", field: "source", location: { line: 1, column: 40 } }],
    });
    expect(await find("broken")).toMatchObject({ versionId: first.versionId });
    expect(switches).toEqual([first.versionId]);
  });

  test("at an address that another workflow has, which it names", async () => {
    await deployed(await seedWorkflow(orders("taken"), "Invoices"));
    expect(await deploy(await seedWorkflow(orders("taken"), "Mine"))).toEqual({
      status: "refused",
      problems: [
        {
          code: "address-taken",
          message: 'The workflow "Invoices" answers at "taken" already. Choose another address.',
          nodeId: "t",
          field: "path",
        },
      ],
    });
  });

  test("for a revision that is not the draft's", async () => {
    const workflowId = await seedWorkflow(orders("late"));
    await saveDraft(workflowId, orders("later"));
    expect(await deploy(workflowId, { revision: 1 })).toEqual({ status: "conflict", revision: 2 });
    expect(await triggersOf(workflowId)).toEqual([]);
  });

  test("when the draft is saved again while it compiles", async () => {
    const workflowId = await seedWorkflow(orders("meanwhile"));
    const deployer = createDeployer({
      database: db.database,
      compiler: {
        compile: async (definition) => {
          await saveDraft(workflowId, orders("meanwhile", "export default () => 1;\n"));
          return compiler.compile(definition);
        },
      },
      onSwitched: () => {},
    });
    const request = { workspaceId, workflowId, revision: 1, userId: null, note: "" };
    expect(await deployer.deploy(request)).toEqual({ status: "conflict", revision: 2 });
    expect(await triggersOf(workflowId)).toEqual([]);
  });

  test("in another workspace, as if there were no such workflow, and so is a deleted one", async () => {
    const workflowId = await seedWorkflow(orders("mine"));
    const stranger = await seedWorkspace();
    const refusal = { code: "not-found", message: "There is no such workflow. It may have been deleted." };
    await expect(deploy(workflowId, { workspaceId: stranger.workspaceId })).rejects.toMatchObject(refusal);
    await expect(deploy(uuidv7())).rejects.toMatchObject(refusal);

    await db.database.pool.query("UPDATE workflow SET deleted_at = now() WHERE id = $1", [workflowId]);
    await expect(deploy(workflowId)).rejects.toMatchObject(refusal);
  });
});

describe("addresses", () => {
  test("of two workspaces do not meet", async () => {
    await deployed(await seedWorkflow(orders("shared")));
    const first = await find("shared");
    ({ workspaceId, workspaceSlug } = await seedWorkspace());
    await deployed(await seedWorkflow(orders("shared")));
    expect((await find("shared"))?.triggerId).not.toBe(first?.triggerId);
  });

  test("of a deleted workflow are free, and find nothing until they are taken", async () => {
    const deleted = await seedWorkflow(orders("free"));
    await deployed(deleted);
    await db.database.pool.query("UPDATE workflow SET deleted_at = now() WHERE id = $1", [deleted]);
    expect(await find("free")).toBeNull();

    const heir = await seedWorkflow(orders("free"), "Heir");
    await deployed(heir);
    expect(await find("free")).toMatchObject({ workflowId: heir });
    expect(await triggersOf(deleted)).toEqual([]);
  });

  test("are remembered for a second, or until they are forgotten", async () => {
    let nowMs = 5_000;
    const store = createTriggerStore(db.database, () => nowMs);
    const seek = () => store.findTriggerByAddress(workspaceSlug, "http-trigger", "soon");
    expect(await seek()).toBeNull();
    const workflowId = await seedWorkflow(orders("soon"));
    await deployed(workflowId);

    nowMs += 999;
    expect(await seek()).toBeNull();
    nowMs += 1;
    expect(await seek()).toMatchObject({ workflowId });

    await db.database.pool.query("DELETE FROM trigger WHERE workflow_id = $1", [workflowId]);
    expect(await seek()).toMatchObject({ workflowId });
    store.forgetTriggers();
    expect(await seek()).toBeNull();
  });

  test.each(["\0", "nothing", "' OR 1=1 --"])("that cannot be are found nowhere: %j", async (address) => {
    expect(await find(address)).toBeNull();
  });
});

describe("at the same moment", () => {
  test("two deploys of one draft make one version, and the next draft gets the next number", async () => {
    const workflowId = await seedWorkflow(orders("race"));
    const bothCompiled = Promise.withResolvers<void>();
    let compiling = 0;
    const deployer = createDeployer({
      database: db.database,
      compiler: {
        compile: async (definition) => {
          const bundle = await compiler.compile(definition);
          compiling += 1;
          if (compiling === 2) bothCompiled.resolve();
          await bothCompiled.promise;
          return bundle;
        },
      },
      onSwitched: () => {},
    });
    const request = { workspaceId, workflowId, revision: 1, userId: null, note: "" };
    const results = await Promise.all([deployer.deploy(request), deployer.deploy(request)]);

    expect(results.map((result) => result.status === "deployed" && result.versionNumber)).toEqual([1, 1]);
    expect(results.map((result) => result.status === "deployed" && result.isUnchanged).sort()).toEqual([false, true]);
    const revision = await saveDraft(workflowId, orders("race", "export default () => 3;\n"));
    const next = await deployed(workflowId, { revision });
    expect(next.versionNumber).toBe(2);
    expect((await triggersOf(workflowId)).map(({ version_id }) => version_id)).toEqual([next.versionId]);
  });

  test("two workflows that claim one address: one gets it, the other is told whose it is", async () => {
    const workflows = await Promise.all([seedWorkflow(orders("duel"), "One"), seedWorkflow(orders("duel"), "Two")]);
    const results = await Promise.all(workflows.map((id) => deploy(id)));
    expect(results.map(({ status }) => status).sort()).toEqual(["deployed", "refused"]);
    const loser = results.find(({ status }) => status === "refused");
    expect(loser).toMatchObject({ problems: [{ code: "address-taken", nodeId: "t", field: "path" }] });
  });

  test("a hook that is looked up all through a switch is found every time", async () => {
    const workflowId = await seedWorkflow(orders("busy"));
    await deployed(workflowId);
    const revision = await saveDraft(workflowId, orders("busy", "export default () => 2;\n"));
    let isSwitching = true;
    let misses = 0;
    let lookups = 0;
    const looking = (async () => {
      while (isSwitching) {
        if ((await find("busy")) === null) misses += 1;
        lookups += 1;
      }
    })();
    await deployed(workflowId, { revision });
    isSwitching = false;
    await looking;
    expect(misses).toBe(0);
    expect(lookups).toBeGreaterThan(10);
  });
});

test("a version or a bundle that is not there is a broken belief of ours", async () => {
  const versions = createVersionStore(db.database);
  await expect(versions.getVersion(uuidv7())).rejects.toThrow(/^There is no version "/);
  await expect(versions.getBundle(workspaceId, "none")).rejects.toThrow(/^There is no bundle "none"/);
});
