import { describe, expect, test } from "vitest";
import { parseHookUrl } from "@/server/ingress/http/parse-hook-url";

describe("parseHookUrl", () => {
  test.each([
    ["/hooks/main/orders", "orders", {}],
    ["/hooks/main/orders/new", "orders/new", {}],
    ["/hooks/main/%6Frders", "orders", {}],
    ["/hooks/main/orders?a=1&b=2&a=3", "orders", { a: ["1", "3"], b: "2" }],
    ["/hooks/main/orders?a", "orders", { a: "" }],
    ["/hooks/main/orders?next=/a/../b?c", "orders", { next: "/a/../b?c" }],
    ["/hooks/main/orders?a=%zz", "orders", { a: "%zz" }],
  ])("reads %s", (url, address, query) => {
    expect(parseHookUrl(url)).toEqual({ workspaceSlug: "main", address, query });
  });

  test("keeps a name such as __proto__ in the query as data", () => {
    expect(Object.entries(parseHookUrl("/hooks/main/a?__proto__=x&constructor=y")?.query ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  test.each([
    "/hooks/",
    "/hooks/main",
    "/hooks/main/",
    "/hooks//orders",
    "/hooks/main//orders",
    "/hooks/main/orders/",
    "/hooks/main/./orders",
    "/hooks/main/../main/orders",
    "/hooks/main/%2e%2e/orders",
    "/hooks/main/a%2fb",
    "/hooks/main/a%5cb",
    "/hooks/main/a%00b",
    "/hooks/main/%",
    "/hooks/main/%ff",
    "/hooksmain/orders",
    `/hooks/main/${"a".repeat(70_000)}`,
  ])("takes nothing for a hook that is none: %s", (url) => {
    expect(parseHookUrl(url)).toBeNull();
  });
});
