type Step = { readonly nodePath: string; readonly status: string; readonly startedAt: string | null };

/** The step a reader most likely came for: the one asked for, else the first that failed, else the last that began. */
export function preselectStep<S extends Step>(steps: readonly S[], wantedPath: string | null): S | null {
  const wanted = steps.find((step) => step.nodePath === wantedPath);
  if (wanted !== undefined) return wanted;

  const failed = steps.filter((step) => step.status === "failed").sort(byStart)[0];
  if (failed !== undefined) return failed;

  const begun = steps.filter((step) => step.startedAt !== null).sort(byStart);
  return begun.at(-1) ?? steps[0] ?? null;
}

function byStart(one: Step, other: Step): number {
  return (one.startedAt ?? "").localeCompare(other.startedAt ?? "");
}
