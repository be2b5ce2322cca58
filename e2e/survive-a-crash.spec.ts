import { deployDefinition } from "@/bench/sample-workflow";
import { apiOf, expect, signIn, test } from "@/e2e/fixtures/test";

/** The second step is in the middle of its first attempt whenever the plug is pulled, and quick in its second. */
const definition = {
  schemaVersion: 1,
  nodes: [
    node("hook", "http-trigger", "Hook", { method: "POST", path: "slow", answer: "accepted", answerTimeoutMs: 30_000 }),
    node("quick", "function", "Quick", {
      source:
        'export default async (_input: Input, ctx: Context) => {\n  ctx.log.info("quick ran");\n  return { key: ctx.idempotencyKey };\n};\n',
    }),
    node("slow", "function", "Slow", {
      source:
        "export default async (input: Input, ctx: Context) => {\n" +
        "  if (ctx.attempt === 1) await new Promise((done) => setTimeout(done, 50_000));\n" +
        "  return { before: input.key, attempt: ctx.attempt };\n};\n",
    }),
  ],
  edges: [
    { id: "e1", source: "hook", sourcePort: "out", target: "quick" },
    { id: "e2", source: "quick", sourcePort: "out", target: "slow" },
  ],
};

function node(id: string, kind: string, name: string, config: Readonly<Record<string, unknown>>) {
  return { id, kind, name, position: { x: 0, y: 0 }, config };
}

test("a run that is cut off by a power failure goes on, and does no finished step again", async ({ page, product }) => {
  await signIn(page, product);
  const api = await apiOf(page, product);
  const { id } = await api.mutate<{ id: string }>("workflows.create", { name: "Slow work", template: "empty" });
  const hook = await deployDefinition(api, id, definition);

  const answer = await page.request.post(hook, { data: { order: 7 }, headers: { "idempotency-key": "order-7" } });
  expect(answer.status()).toBe(202);
  const { runId } = await answer.json();

  await page.goto(`/runs/${runId}`);
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByRole("button", { name: /^Quick.*Succeeded/ })).toBeVisible();
  await expect(steps.getByRole("button", { name: /^Slow.*Running/ })).toBeVisible();
  await product.crash();

  await page.reload();
  await expect(page.getByRole("status").filter({ hasText: "Run succeeded" })).toBeAttached({ timeout: 30_000 });
  await expect(steps.getByRole("button", { name: /^Slow.*Succeeded.*2 attempts/ })).toBeVisible();

  await steps.getByRole("button", { name: /^Slow/ }).click();
  await page.getByRole("tab", { name: "Attempts" }).click();
  const attempts = page.getByRole("list", { name: "Attempts" });
  await expect(attempts.getByRole("listitem")).toHaveCount(2);
  await expect(attempts.getByRole("listitem").first()).toContainText("lost");

  await steps.getByRole("button", { name: /^Quick/ }).click();
  await expect(attempts.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("tab", { name: "Logs" }).click();
  await expect(page.getByText("quick ran")).toHaveCount(1);

  const repeat = await page.request.post(hook, { data: { order: 7 }, headers: { "idempotency-key": "order-7" } });
  expect(await repeat.json()).toMatchObject({ runId });
});
