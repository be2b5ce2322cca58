import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedInstallation } from "@/server/identity/seed-installation";
import { recordVersion } from "@/server/testing/recorded-run";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import { createSampleInstaller } from "@/server/workflows/sample-workflow";
import { createWorkflowStore } from "@/server/workflows/workflow-store";
import { helloTemplate } from "@/workflows/templates/hello";

let db: TestDatabase;
let deploys: number;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  deploys = 0;
  await db.database.pool.query('TRUNCATE workspace, "user" CASCADE');
});

function createSample(deploy: (key: { workspaceId: string; workflowId: string }) => Promise<unknown>) {
  const workflows = createWorkflowStore({ database: db.database, onSwitched: () => {} });
  const deployer = {
    deploy: async (key: { workspaceId: string; workflowId: string }) => {
      deploys += 1;
      await deploy(key);
      return { status: "deployed" };
    },
  };
  return { workflows, sample: createSampleInstaller({ workflows, deployer }) };
}

const record = (key: { workspaceId: string; workflowId: string }) =>
  recordVersion(db.database, { ...key, definition: helloTemplate });

describe("a fresh installation", () => {
  test("gets an owner, the workspace main and the deployed sample, once", async () => {
    const { sample, workflows } = createSample(record);
    const owner = await seedInstallation({ database: db.database, sample });
    expect(await seedInstallation({ database: db.database, sample })).toEqual(owner);
    expect(deploys).toBe(1);
    expect(await workflows.list(owner.workspaceId)).toMatchObject([{ name: "Hello", deployed: { versionNumber: 1 } }]);
    expect(await sample.findSamplePath(owner)).toBe("hello");
    expect(await db.database.prisma.user.count()).toBe(1);
  });

  test("that was killed before the deploy goes on with it at the next start", async () => {
    const killed = createSample(() => Promise.reject(new Error("killed")));
    await expect(seedInstallation({ database: db.database, sample: killed.sample })).rejects.toThrow("killed");
    const { sample, workflows } = createSample(record);
    const owner = await seedInstallation({ database: db.database, sample });
    expect(await workflows.list(owner.workspaceId)).toMatchObject([{ name: "Hello", deployed: { versionNumber: 1 } }]);
  });

  test("gets one owner when two processes start at a time", async () => {
    const { sample } = createSample(record);
    const seeds = Array.from({ length: 5 }, () => seedInstallation({ database: db.database, sample }));
    const owners = await Promise.allSettled(seeds);
    expect(owners.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    expect(await db.database.prisma.user.count()).toBe(1);
    expect(await db.database.prisma.workspace.count()).toBe(1);
  });

  test("does not bring back a sample that was deleted", async () => {
    const { sample, workflows } = createSample(record);
    const owner = await seedInstallation({ database: db.database, sample });
    const [{ id: workflowId = "" } = {}] = await workflows.list(owner.workspaceId);
    await workflows.delete({ workspaceId: owner.workspaceId, workflowId });
    await seedInstallation({ database: db.database, sample });
    expect(await workflows.list(owner.workspaceId)).toEqual([]);
    expect(await sample.findSamplePath(owner)).toBeNull();
  });
});
