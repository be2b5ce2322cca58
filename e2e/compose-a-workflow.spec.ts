import { addStep, expect, expectSaved, pasteCode } from "@/e2e/fixtures/editor";
import { signIn, test } from "@/e2e/fixtures/test";

const price = `export default async (input: Input, ctx: Context) => {
  const amount: number = input.body.amount;
  ctx.log.info("pricing", amount);
  return { amount, total: amount * 2 };
};
`;
const brokenLabel = `export default async (input: Input) => {
  const size = input.total > 100 ? "large" : "small";
  return { ...input, size, label: input.titel };
};
`;
const mendedLabel = brokenLabel.replace("input.titel", "size.toUpperCase()");

test("a workflow is composed on the canvas, refused for a type error, mended, deployed and called", async ({
  page,
  product,
}) => {
  test.setTimeout(480_000);
  await signIn(page, product);

  await test.step("an empty canvas asks what starts the workflow", async () => {
    await page.getByRole("button", { name: "New workflow" }).first().click();
    await page.getByRole("button", { name: "When an HTTP request arrives" }).click();
    await expect(page.getByRole("group", { name: /^HTTP request trigger/ })).toBeVisible();
    await page.getByLabel("Path", { exact: true }).fill("composed");
    await expect(page.getByText(`${product.url}/hooks/main/composed`, { exact: true })).toBeVisible();
    await expect(page.getByText("Not deployed yet")).toBeVisible();
  });

  await test.step("steps are added, named and written by keyboard", async () => {
    await addStep(page, "HTTP request", "function");
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "New name of Function" }).fill("Price");
    await page.keyboard.press("Enter");
    await pasteCode(page, "Code of Price", price);

    await addStep(page, "Price", "function");
    await page.getByRole("complementary", { name: "Step Function" }).getByLabel("Name").fill("Label");
    await pasteCode(page, "Code of Label", mendedLabel);

    await addStep(page, "Label", "if");
    await pasteCode(page, "Condition", "input.total > 100");
    await addStep(page, "If / else, on Yes", "respond");
    await pasteCode(page, "Status", "201");
    await addStep(page, "If / else, on No", "respond");
    await pasteCode(page, "Body", "{ small: input.label }");
    await expect(page.getByRole("group", { name: /(step|trigger)/ })).toHaveCount(6);
  });

  await test.step("every edit can be undone and done again", async () => {
    await page.getByRole("button", { name: "Close panel" }).click();
    const last = page.getByRole("group", { name: "Respond step Respond 2" });
    await last.click();
    await page.getByRole("button", { name: "Close panel" }).click();
    await page.keyboard.press("Delete");
    await expect(last).toBeHidden();
    await page.keyboard.press("ControlOrMeta+Z");
    await expect(last).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Shift+Z");
    await expect(last).toBeHidden();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(last).toBeVisible();
  });

  await test.step("the draft says that it is saved when the server has it", async () => {
    await expectSaved(page);
    await page.reload();
    await expect(page.getByRole("group", { name: /(step|trigger)/ })).toHaveCount(6);
    await expectSaved(page);
  });

  await test.step("a type error is marked on its step and keeps the workflow from being deployed", async () => {
    await page.getByRole("group", { name: "Function step Label" }).click();
    await pasteCode(page, "Code of Label", brokenLabel);
    const marked = page.getByRole("group", { name: "Function step Label, 1 problem" });
    await expect(marked).toBeVisible();
    await page.getByRole("button", { name: "Close panel" }).click();

    await page.getByRole("button", { name: "Deploy" }).click();
    const problem = page
      .getByRole("region", { name: "Problems" })
      .getByRole("button", { name: /Label · source · line 3/ });
    await expect(problem).toContainText("titel");
    await problem.click();
    await expect(page.getByRole("textbox", { name: "Code of Label" })).toBeFocused();
  });

  await test.step("the mended workflow is deployed and answers its callers", async () => {
    await pasteCode(page, "Code of Label", mendedLabel);
    await expect(page.getByRole("button", { name: "No problems" })).toBeVisible();
    await page.getByRole("button", { name: "Deploy" }).click();
    await expect(page.getByText("Version 1 is live")).toBeVisible();
    await expect(page.getByRole("button", { name: "Deployed v1" })).toBeVisible();

    const hook = `${product.url}/hooks/main/composed`;
    const large = await page.request.post(hook, { data: { amount: 60 } });
    expect(large.status()).toBe(201);
    expect(await large.json()).toEqual({ amount: 60, total: 120, size: "large", label: "LARGE" });
    const small = await page.request.post(hook, { data: { amount: 5 } });
    expect(small.status()).toBe(200);
    expect(await small.json()).toEqual({ small: "SMALL" });
  });

  await test.step("a change is told apart from what is live until it is deployed too", async () => {
    await page.getByRole("group", { name: "Respond step Respond 2" }).click();
    await pasteCode(page, "Status", "203");
    await page.getByRole("button", { name: "Deploy changes" }).click();
    await expect(page.getByRole("button", { name: "Deployed v2" })).toBeVisible();
    const small = await page.request.post(`${product.url}/hooks/main/composed`, { data: { amount: 5 } });
    expect(small.status()).toBe(203);
  });

  await test.step("the run shows its path, and what each step took in, gave, logged and used", async () => {
    await page.getByRole("link", { name: "Runs" }).last().click();
    await page.getByRole("row").nth(1).getByRole("link").click();
    await expect(page.getByRole("status").filter({ hasText: "Run succeeded" })).toBeAttached();

    const steps = page.getByRole("list", { name: "Steps" });
    await expect(steps.getByRole("button", { name: /^Respond 2.*Succeeded/ })).toBeVisible();
    await expect(steps.getByRole("button", { name: /^Respond ,.*Skipped/ })).toBeVisible();
    await steps.getByRole("button", { name: /^Price/ }).click();
    await expect(page.getByRole("tabpanel", { name: "Output" })).toContainText("total");
    await page.getByRole("tab", { name: "Logs" }).click();
    await expect(page.getByRole("tabpanel", { name: "Logs" })).toContainText("pricing 5");
    await page.getByRole("tab", { name: "Usage" }).click();
    const usage = page.getByRole("tabpanel", { name: "Usage" });
    await expect(usage).toContainText(/CPU time[\d.]+ (µs|ms|s)/);
    await expect(usage).toContainText(/Peak memory[\d.]+ (KB|MB)/);
    await expect(usage).toContainText(/Start(Warm|Blank|Cold)/);
  });
});
