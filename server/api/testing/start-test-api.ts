import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createApiHandler } from "@/server/api/create-api-handler";
import { createAuthHandler } from "@/server/api/create-auth-handler";
import type { Deployer } from "@/server/api/ports";
import { type ApiClient, createTestClient } from "@/server/api/testing/test-client";
import type { ApiServices } from "@/server/api/trpc";
import type { Database } from "@/server/db";
import { createRunStore } from "@/server/history/run-store";
import { createIdentity, type Identity } from "@/server/identity/create-identity";
import { ownOrigins } from "@/server/identity/own-origins";
import { seedInstallation } from "@/server/identity/seed-installation";
import { createWorkflowStore } from "@/server/workflows/workflow-store";
import type { RunChanges } from "@/workflows/ports";

export type TestApi = {
  readonly url: string;
  readonly identity: Identity;
  readonly services: ApiServices;
  /** What was logged, one line of JSON an event. */
  readonly logged: readonly string[];
  /** The owner of `main`, signed in. */
  signInOwner(): Promise<ApiClient>;
  /** A user with a workspace of their own, signed in. */
  signUp(name: string): Promise<ApiClient>;
  stop(): Promise<void>;
};

export type TestApiOptions = {
  readonly database: Database;
  readonly changes?: RunChanges;
  readonly signUp?: "open" | "closed";
  readonly deployer?: Deployer;
};

export const TEST_PASSWORD = "correct horse battery";

const undeployable: Deployer = { deploy: () => Promise.reject(new Error("Nothing deploys in this test.")) };
const unchanging: RunChanges = { publish: () => {}, subscribe: () => () => {} };

/** The API over HTTP as the product serves it, without compiler and engine. */
export async function startTestApi(options: TestApiOptions): Promise<TestApi> {
  const { database, signUp = "open", deployer = undeployable, changes = unchanging } = options;
  const logged: string[] = [];
  const log = pino({ level: "debug", base: null }, { write: (line) => void logged.push(line) });
  const server = createServer((req, res) => {
    const handle = req.url?.startsWith("/api/auth/") ? handleAuth : handleApi;
    handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // safety: a TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const origins = ownOrigins(url, port);
  const identity = createIdentity({ database, log, secret: "s".repeat(40), publicUrl: url, origins, signUp });
  const services: ApiServices = {
    accounts: identity.accounts,
    workflows: createWorkflowStore({ database, onSwitched: () => {} }),
    deployer,
    checker: { check: () => Promise.resolve([]) },
    runs: createRunStore(database),
    changes,
    settings: { publicUrl: url, signUp, isolation: { ok: true, message: null } },
  };
  const handleApi = createApiHandler({ services, members: identity, origins, log });
  const handleAuth = createAuthHandler({ identity, publicUrl: url, origins, log });
  await seedInstallation({ database, sample: { ensureSample: () => Promise.resolve() } });

  return {
    url,
    identity,
    services,
    logged,
    signInOwner: async () => {
      const token = (await identity.createOwnerSignInLink()).split("#token=")[1];
      return createTestClient(url).signIn("/api/auth/sign-in/link", { token });
    },
    signUp: (name) =>
      createTestClient(url).signIn("/api/auth/sign-up/email", {
        name,
        email: `${name.toLowerCase()}@example.com`,
        password: TEST_PASSWORD,
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
