type AuthError = {
  readonly status?: number;
  readonly message?: string | undefined;
  readonly code?: string | undefined;
};
type AuthAnswer = { readonly error: AuthError | null };

/** Null when the request was granted, else why not, in words for the person who asked. */
export async function explainRefusal(
  request: Promise<AuthAnswer>,
  wordsByStatus: Readonly<Record<number, string>>,
): Promise<string | null> {
  const error = await request.then(
    (answer) => answer.error,
    // The client rejects only when there was no answer to read.
    (): AuthError => ({ status: 0 }),
  );
  if (error === null) return null;
  const status = error.status ?? 0;
  if (status === 0) return "Millrace did not answer. Check that it is running and try again.";
  if (status === 429) return "Too many tries. Wait a minute and try again.";
  return wordsByStatus[status] ?? (error.message || "Something went wrong on our side. Try again.");
}
