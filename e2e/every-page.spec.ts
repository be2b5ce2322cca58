import { globSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { apiOf, expect, signIn, test } from "@/e2e/fixtures/test";

const CANARY = "Canary of the owner";

/** The address of every page there is, from the files that make them. */
const pages = globSync("app/**/page.tsx")
  .map(
    (file) =>
      file
        .replace(/^app/, "")
        .replace(/\/\([^)]*\)/g, "")
        .replace(/\/page\.tsx$/, "") || "/",
  )
  .sort();

test("every page is one of those that are looked at here", () => {
  expect(pages).toEqual([
    "/",
    "/account",
    "/runs",
    "/runs/[runId]",
    "/sign-in",
    "/sign-up",
    "/welcome",
    "/workflows",
    "/workflows/[workflowId]",
  ]);
});

test("a stranger sees nothing of a workspace, and the owner can use every page", async ({ page, product, browser }) => {
  test.setTimeout(480_000);
  await signIn(page, product);
  const api = await apiOf(page, product);
  const { workflows } = await api.query<{ workflows: readonly { id: string }[] }>("workflows.list");
  const workflowId = workflows[0]?.id ?? "";
  await api.mutate("workflows.rename", { workflowId, name: CANARY });
  const called = await page.request.get(`${product.url}/hooks/main/hello?name=Ada`);
  const runId = called.headers()["x-millrace-run-id"] ?? "";
  const paths = pages.map((path) => path.replace("[workflowId]", workflowId).replace("[runId]", runId));

  const stranger = await browser.newContext({ baseURL: product.url });
  for (const path of paths) {
    await test.step(`${path} tells a stranger nothing`, async () => {
      const visit = await stranger.newPage();
      await visit.goto(path);
      await expect(visit.getByRole("heading").first()).toBeVisible();
      expect(await visit.content()).not.toContain(CANARY);
      await visit.close();
    });
  }
  await stranger.close();

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await test.step(`${path} is accessible in ${colorScheme}`, async () => {
        await page.goto(path);
        await expect(page.getByRole("main")).toBeVisible();
        await expect(page.locator("[aria-busy=true], [data-loading=true]")).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`)).toEqual([]);
      });
    }
  }
});
