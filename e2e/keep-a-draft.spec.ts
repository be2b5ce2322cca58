import type { Page } from "@playwright/test";
import { expect, expectSaved } from "@/e2e/fixtures/editor";
import { apiOf, signIn, test } from "@/e2e/fixtures/test";

function draftStatus(page: Page) {
  return page.getByRole("status", { name: "Draft" });
}

/** Renames a step where it stands, by keyboard. */
async function renameStep(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("group", { name: `Function step ${from}` }).focus();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: `New name of ${from}` }).fill(to);
  await page.keyboard.press("Enter");
}

test("no draft is lost: not between two tabs, not without a server, not with the tab", async ({ page, product }) => {
  test.setTimeout(480_000);
  await signIn(page, product);
  const api = await apiOf(page, product);
  const { id } = await api.mutate<{ id: string }>("workflows.create", { name: "Kept", template: "http" });
  const editor = `/workflows/${id}`;
  await page.goto(editor);
  await expect(page.getByRole("group", { name: "Function step Handle request" })).toBeVisible();

  await test.step("a second tab is told, and can look at what the first one saved", async () => {
    const second = await page.context().newPage();
    await second.goto(editor);
    await expect(second.getByRole("group", { name: "Function step Handle request" })).toBeVisible();
    await renameStep(page, "Handle request", "First");
    await expectSaved(page);
    await expect(second.getByRole("alert").filter({ hasText: "Another tab or person saved" })).toBeVisible();
    await second.getByRole("button", { name: "Show it" }).click();
    await expect(second.getByRole("group", { name: "Function step First" })).toBeVisible();
    await second.close();
  });

  await test.step("a tab that has old changes is offered a choice, and overwrites nothing by itself", async () => {
    const second = await page.context().newPage();
    await second.goto(editor);
    await expect(second.getByRole("group", { name: "Function step First" })).toBeVisible();
    await renameStep(page, "First", "Theirs");
    await expectSaved(page);

    await renameStep(second, "First", "Mine");
    const dialog = second.getByRole("dialog", { name: "This workflow was saved elsewhere" });
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Take theirs" }).click();
    await expect(second.getByRole("group", { name: "Function step Theirs" })).toBeVisible();
    await expectSaved(second);

    await second.getByRole("button", { name: "Undo" }).click();
    await expect(second.getByRole("group", { name: "Function step Mine" })).toBeVisible();
    await expectSaved(second);
    await renameStep(page, "Theirs", "Kept here");
    await page.getByRole("button", { name: "Keep mine (overwrite)" }).click();
    await expectSaved(page);
    await second.close();
  });

  await test.step("without an answer the draft stays in the browser, and outlives the tab", async () => {
    const doomed = await page.context().newPage();
    await doomed.goto(editor);
    await expect(doomed.getByRole("group", { name: "Function step Kept here" })).toBeVisible();
    // For the whole browser, so that the save which outlives the tab does not come through either.
    await page.context().setOffline(true);
    await renameStep(doomed, "Kept here", "Typed offline");
    await expect(draftStatus(doomed)).toHaveAttribute("data-status", "offline");
    await expect(draftStatus(doomed)).toContainText("kept in this browser");
    await doomed.close();
    await page.context().setOffline(false);

    await page.goto(editor);
    await expect(page.getByText("have been restored from this browser")).toBeVisible();
    await expect(page.getByRole("group", { name: "Function step Typed offline" })).toBeVisible();
    await expectSaved(page);
    await page.reload();
    await expect(page.getByRole("group", { name: "Function step Typed offline" })).toBeVisible();
  });
});
