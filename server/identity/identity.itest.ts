import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, TEST_PASSWORD, type TestApi } from "@/server/api/testing/start-test-api";
import { createTestClient } from "@/server/api/testing/test-client";
import { CLIENT_IP_HEADER } from "@/server/identity/client-ip-header";
import { createIdentity } from "@/server/identity/create-identity";
import { createLog } from "@/server/log";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";

let db: TestDatabase;
let api: TestApi;
let closed: TestApi;

beforeAll(async () => {
  db = await createTestDatabase();
  api = await startTestApi({ database: db.database });
  closed = await startTestApi({ database: db.database, signUp: "closed" });
});
afterAll(async () => {
  await Promise.all([api.stop(), closed.stop()]);
  await db.drop();
});

async function countSessions(): Promise<number> {
  return db.database.prisma.session.count();
}

function tokenOf(link: string): string {
  return link.split("#token=")[1] ?? "";
}

describe("a one-time link", () => {
  test("signs the owner in, and says who that is", async () => {
    const owner = await api.signInOwner();
    const { data } = await owner.query("session.get");
    expect(data).toMatchObject({
      user: { name: "Owner", hasPassword: false },
      workspace: { slug: "main" },
      role: "owner",
      signUp: "open",
      isolation: { ok: true, message: null },
    });
  });

  test("is worth one session when 50 redeem it at a time", async () => {
    const token = tokenOf(await api.identity.createOwnerSignInLink());
    const before = await countSessions();
    const tries = Array.from({ length: 50 }, () =>
      createTestClient(api.url)
        .signIn("/api/auth/sign-in/link", { token })
        .then(
          () => true,
          () => false,
        ),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await countSessions()).toBe(before + 1);
  });

  test("is not in the database, and neither is one that was voided by the next", async () => {
    const first = tokenOf(await api.identity.createOwnerSignInLink());
    const second = tokenOf(await api.identity.createOwnerSignInLink());
    const rows = await db.database.prisma.signInLink.findMany();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(second);
    await expect(createTestClient(api.url).signIn("/api/auth/sign-in/link", { token: first })).rejects.toThrow("401");
  });

  test("does nothing once it has expired", async () => {
    const token = tokenOf(await api.identity.createOwnerSignInLink());
    await db.database.prisma.signInLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(createTestClient(api.url).signIn("/api/auth/sign-in/link", { token })).rejects.toThrow("401");
  });
});

describe("sign-up", () => {
  test("is refused by the server while it is closed, and leaves nothing behind", async () => {
    const before = await db.database.prisma.user.count();
    await expect(closed.signUp("Mallory")).rejects.toThrow("answered 403");
    expect(await db.database.prisma.user.count()).toBe(before);
    expect((await createTestClient(closed.url).query("session.policy")).data).toEqual({ signUp: "closed" });
  });

  test("gives everyone a workspace of their own, whose place cannot be guessed", async () => {
    const [ada, bob] = await Promise.all([api.signUp("Ada"), api.signUp("Bob")]);
    const sessions = await Promise.all([ada, bob].map((client) => client.query("session.get")));
    expect(sessions.map(({ data }) => data)).toMatchObject([
      { user: { name: "Ada", hasPassword: true }, workspace: { slug: expect.stringMatching(/^ada-[a-z2-9]{12}$/) } },
      { user: { name: "Bob" }, workspace: { slug: expect.stringMatching(/^bob-[a-z2-9]{12}$/) } },
    ]);
  });

  test("makes one workspace however many requests come first", async () => {
    const client = await api.signUp("Eve");
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.query("session.get")));
    const ids = answers.map(({ data }) => (data as { workspace: { id: string } }).workspace.id);
    expect(new Set(ids).size).toBe(1);
  });

  test.each([
    ["short", { name: "Zoe", email: "zoe@example.com", password: "too short" }, 400],
    ["nameless", { name: " ", email: "zoe@example.com", password: TEST_PASSWORD }, 400],
    ["taken", { name: "Ada", email: "ADA@example.com", password: TEST_PASSWORD }, 422],
  ])("refuses an account that is %s", async (_, body, status) => {
    await expect(createTestClient(api.url).signIn("/api/auth/sign-up/email", body)).rejects.toThrow(
      `answered ${status}`,
    );
  });
});

describe("credentials", () => {
  const email = "owner@example.com";
  const next = { name: "Grace", email, password: "another good password" };

  test("once set sign in, and end every other session", async () => {
    const [here, elsewhere] = [await api.signInOwner(), await api.signInOwner()];
    expect(
      (await here.mutate("account.setCredentials", { name: "Grace", email, password: TEST_PASSWORD })).data,
    ).toEqual({ ok: true });
    expect((await elsewhere.query("session.get")).data).toBeNull();
    expect((await here.query("session.get")).data).toMatchObject({ user: { name: "Grace", email, hasPassword: true } });
    const again = await createTestClient(api.url).signIn("/api/auth/sign-in/email", { email, password: TEST_PASSWORD });
    expect((await again.query("session.get")).data).toMatchObject({ workspace: { slug: "main" } });
  });

  test("are changed only by who knows the password", async () => {
    const owner = await api.signInOwner();
    expect(await owner.mutate("account.setCredentials", next)).toMatchObject({
      status: 400,
      data: "Give your current password as well.",
    });
    expect(await owner.mutate("account.setCredentials", { ...next, currentPassword: "wrong password" })).toMatchObject({
      status: 400,
      data: "The current password is not right.",
    });
    const changed = await owner.mutate("account.setCredentials", { ...next, currentPassword: TEST_PASSWORD });
    expect(changed.data).toEqual({ ok: true });
  });

  test.each([
    ["a short password", { password: "too short" }],
    ["no email", { email: "owner" }],
    ["a name of nothing", { name: " " }],
    ["a name that is no text", { name: "a\u0000b" }],
  ])("are refused with %s", async (_, wrong) => {
    const owner = await api.signInOwner();
    expect(await owner.mutate("account.setCredentials", { ...next, ...wrong })).toMatchObject({ status: 400 });
  });

  test("cannot take another account's email", async () => {
    const ann = await api.signUp("Ann");
    const taken = { name: "Ann", email, password: TEST_PASSWORD, currentPassword: TEST_PASSWORD };
    expect(await ann.mutate("account.setCredentials", taken)).toMatchObject({ status: 409 });
  });
});

describe("a session", () => {
  test("lives in a cookie that no script and no other site can use", async () => {
    const token = tokenOf(await api.identity.createOwnerSignInLink());
    const response = await createTestClient(api.url).send("/api/auth/sign-in/link", {
      method: "POST",
      body: JSON.stringify({ token }),
      headers: { "content-type": "application/json" },
    });
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^millrace-\d+\.session=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  test("has a cookie for TLS alone where the installation is reached by TLS", async () => {
    const publicUrl = "https://mill.example";
    const options = { database: db.database, log: createLog("error"), secret: "s".repeat(40), publicUrl } as const;
    const identity = createIdentity({ ...options, origins: [publicUrl], signUp: "closed" });
    const token = tokenOf(await identity.createOwnerSignInLink());
    const init = { method: "POST", body: JSON.stringify({ token }), headers: { "content-type": "application/json" } };
    const response = await identity.handleAuth(new Request(`${publicUrl}/api/auth/sign-in/link`, init));
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-millrace\.session=.*; Path=\/; .*Secure/i);
    expect(cookie).not.toMatch(/Domain/i);
    const headers = new Headers({ cookie: cookie.split(";")[0] ?? "" });
    expect(await identity.resolveMember(headers)).toMatchObject({ workspaceSlug: "main", role: "owner" });
  });

  test("is refused with any other signature", async () => {
    const owner = await api.signInOwner();
    const forged = createTestClient(api.url, owner.cookie.replace(/.{8}$/, "AAAAAAA%3D"));
    expect((await owner.query("session.get")).data).not.toBeNull();
    expect((await forged.query("session.get")).data).toBeNull();
  });

  test("does nothing once it has expired, and is swept up by the next", async () => {
    const old = await api.signInOwner();
    await db.database.prisma.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await old.query("session.get")).data).toBeNull();
    await api.signInOwner();
    expect(await countSessions()).toBe(1);
  });

  test("is over at once after signing out", async () => {
    const owner = await api.signInOwner();
    const response = await owner.send("/api/auth/sign-out", { method: "POST" });
    expect(response.status).toBe(200);
    expect((await owner.query("session.get")).data).toBeNull();
    expect((await owner.query("workflows.list")).status).toBe(401);
  });
});

describe("the auth routes", () => {
  test("slow down who tries passwords", async () => {
    const client = createTestClient(api.url);
    const body = JSON.stringify({ email: "nobody@example.com", password: "wrong password" });
    const tries = await Promise.all(
      Array.from({ length: 20 }, () =>
        client.send("/api/auth/sign-in/email", {
          method: "POST",
          body,
          headers: { "content-type": "application/json", "x-forwarded-for": `10.0.0.${Math.random()}` },
        }),
      ),
    );
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses).toContain(429);
  });

  test("bound the tries at one account, from however many addresses they come", async () => {
    const publicUrl = "http://localhost:3000";
    const logged: string[] = [];
    const log = pino({ level: "error" }, { write: (line) => void logged.push(line) });
    const options = { database: db.database, log, secret: "s".repeat(40), publicUrl } as const;
    const identity = createIdentity({ ...options, origins: [publicUrl], signUp: "open" });
    let address = 0;
    const post = (path: string, body: object) => {
      address += 1;
      const headers = { "content-type": "application/json", [CLIENT_IP_HEADER]: `203.0.113.${address}` };
      return identity.handleAuth(
        new Request(`${publicUrl}/api/auth/${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
      );
    };
    const [email, password] = ["victim@example.com", TEST_PASSWORD];
    const signIn = async (guess: string, who = email) =>
      (await post("sign-in/email", { email: who, password: guess })).status;
    expect((await post("sign-up/email", { name: "Victim", email, password })).status).toBe(200);

    for (let tries = 0; tries < 3; tries += 1) expect(await signIn("a wrong guess")).toBe(401);
    expect(await signIn(password)).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 30 }, () => signIn("a wrong guess", "Victim@example.com")));
    expect(guesses.filter((status) => status === 401)).toHaveLength(10);
    expect(guesses.filter((status) => status === 429)).toHaveLength(20);
    expect(await signIn(password)).toBe(429);
    expect(Number((await post("sign-in/email", { email, password })).headers.get("x-retry-after"))).toBeGreaterThan(
      600,
    );
    expect(await signIn("a wrong guess", "other@example.com")).toBe(401);
    expect(logged).toEqual([]);
  });

  test.each(["/api/auth/update-user", "/api/auth/list-sessions", "/api/auth/sign-in/email/", "/api/auth/ok"])(
    "are no more than are used: not %s",
    async (path) => {
      const owner = await api.signInOwner();
      expect((await owner.send(path, { method: "POST" })).status).toBe(404);
    },
  );

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port", { origin: "http://localhost:1" }],
    ["no origin that can be named", { origin: "null" }],
    ["a form", { "content-type": "text/plain" }],
  ])("refuse a request from %s", async (_, headers) => {
    const owner = await api.signInOwner();
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json", ...headers } };
    expect((await owner.send("/api/auth/sign-out", init)).status).toBe(403);
    expect((await owner.query("session.get")).data).not.toBeNull();
  });
});
