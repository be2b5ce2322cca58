import { describe, expect, test } from "vitest";
import type { DeployRequest, DeployResult } from "@/server/api/ports";
import { apiRouter } from "@/server/api/root";
import { testContext } from "@/server/api/testing/test-context";
import { type ApiContext, createCallerFactory } from "@/server/api/trpc";
import { UserError } from "@/server/errors";
import type { OpenWorkflow } from "@/server/workflows/stored-workflow";
import { emptyDefinition } from "@/workflows/definition/workflow-definition";

const workflowId = "01940000-0000-7000-8000-000000000001";
const createCaller = createCallerFactory(apiRouter);

const open: OpenWorkflow = {
  id: workflowId,
  name: "Orders",
  draft: emptyDefinition,
  draftRevision: 3,
  draftHash: "hash",
  deployed: null,
  triggers: [{ nodeId: "t", kind: "http-trigger", method: "POST", address: "orders/new" }],
};

function contextFor(result: DeployResult | UserError, requests: DeployRequest[] = []): ApiContext {
  const context = testContext();
  return {
    ...context,
    workflows: { ...context.workflows, find: () => Promise.resolve(open) },
    deployer: {
      deploy: (request) => {
        requests.push(request);
        return result instanceof UserError ? Promise.reject(result) : Promise.resolve(result);
      },
    },
  };
}

describe("workflows.deploy", () => {
  test("is for members", async () => {
    const caller = createCaller(testContext({ member: null }));
    await expect(caller.workflows.deploy({ workflowId, revision: 3 })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
      message: "Sign in first.",
    });
  });

  test("gives the version and the live URLs, and takes workspace and user from the session", async () => {
    const requests: DeployRequest[] = [];
    const context = contextFor({ status: "deployed", versionId: "version-7", versionNumber: 7 }, requests);
    expect(await createCaller(context).workflows.deploy({ workflowId, revision: 3, note: " first " })).toEqual({
      status: "deployed",
      versionId: "version-7",
      versionNumber: 7,
      hooks: [{ nodeId: "t", method: "POST", url: "https://mill.example/hooks/main/orders/new" }],
    });
    const request = { workspaceId: "workspace-1", userId: "user-1", workflowId, revision: 3, note: "first" };
    expect(requests).toEqual([request]);
  });

  test("passes problems on, with their places", async () => {
    const problem = { code: "type-error", message: "No.", nodeId: "a", field: "source" } as const;
    const problems = [problem, { ...problem, location: { line: 2, column: 5 } }];
    const context = contextFor({ status: "refused", problems });
    expect(await createCaller(context).workflows.deploy({ workflowId, revision: 3 })).toEqual({
      status: "refused",
      problems,
    });
  });

  test("says which revision the draft has by now", async () => {
    const context = contextFor({ status: "conflict", revision: 4 });
    expect(await createCaller(context).workflows.deploy({ workflowId, revision: 3 })).toEqual({
      status: "conflict",
      revision: 4,
    });
  });

  test("passes the deployer's refusal on in its words", async () => {
    const context = contextFor(new UserError("not-found", "There is no such workflow."));
    await expect(createCaller(context).workflows.deploy({ workflowId, revision: 3 })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "There is no such workflow.",
    });
  });
});
