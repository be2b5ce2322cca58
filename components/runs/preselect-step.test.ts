import { expect, test } from "vitest";
import { preselectStep } from "@/components/runs/preselect-step";

const step = (nodePath: string, status: string, startedAt: string | null) => ({ nodePath, status, startedAt });

const steps = [
  step("hook", "succeeded", null),
  step("a", "succeeded", "2026-11-24T10:00:00.000Z"),
  step("b", "succeeded", "2026-11-24T10:00:02.000Z"),
  step("c", "skipped", null),
];

test("keeps to the step that the address names", () => {
  expect(preselectStep(steps, "c")?.nodePath).toBe("c");
});

test("takes the last step that began when the address names none, or one that is not there", () => {
  expect(preselectStep(steps, null)?.nodePath).toBe("b");
  expect(preselectStep(steps, "gone")?.nodePath).toBe("b");
});

test("takes the step that failed first, wherever it stands", () => {
  const failures = [
    step("late", "failed", "2026-11-24T10:00:09.000Z"),
    ...steps,
    step("early", "failed", "2026-11-24T10:00:01.000Z"),
  ];
  expect(preselectStep(failures, null)?.nodePath).toBe("early");
});

test("takes the first step of a run in which none began", () => {
  expect(preselectStep([step("hook", "idle", null), step("a", "idle", null)], null)?.nodePath).toBe("hook");
});

test("finds nothing in a run without steps", () => {
  expect(preselectStep([], null)).toBeNull();
});
