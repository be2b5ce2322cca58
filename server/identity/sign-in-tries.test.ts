import { expect, test } from "vitest";
import { createSignInTries } from "@/server/identity/sign-in-tries";

const email = "ada@example.com";
const begin = (tries: ReturnType<typeof createSignInTries>, times: number) =>
  Array.from({ length: times }, () => tries.begin(email));

test("lets ten tries at one account through, and says how long to wait with the next", () => {
  let now = 0;
  const tries = createSignInTries(() => now);
  expect(begin(tries, 10)).toEqual(Array(10).fill(null));
  now = 60_000;
  expect(tries.begin("ADA@example.com")).toBe(14 * 60);
  expect(tries.begin("bob@example.com")).toBeNull();
  now = 15 * 60_000;
  expect(begin(tries, 11)).toEqual([...Array(10).fill(null), 900]);
});

test("forgets the tries of whoever knew the password", () => {
  const tries = createSignInTries(() => 0);
  begin(tries, 10);
  tries.succeed(email);
  expect(tries.begin(email)).toBeNull();
});

test("remembers so many accounts, those whose window began last", () => {
  const tries = createSignInTries(() => 0, 2);
  begin(tries, 10);
  tries.begin("bob@example.com");
  expect(tries.begin(email)).toBe(900);
  tries.begin("eve@example.com");
  expect(tries.begin(email)).toBeNull();
});
