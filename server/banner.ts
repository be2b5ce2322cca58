export type BannerFacts = {
  readonly url: string;
  /** Null once the owner signs in with a password. */
  readonly signInLink: string | null;
  /** Null once the sample was deleted. */
  readonly sampleUrl: string | null;
  /** Why functions do not run here and what mends it; null when they do. */
  readonly isolationMend: string | null;
  /** The walls are off because the operator said so. */
  readonly isUnsafe: boolean;
};

/** What a person reads when the product has started. */
export function renderBanner(facts: BannerFacts): string {
  const { url, signInLink, sampleUrl, isolationMend, isUnsafe } = facts;
  const lines = [`Millrace runs at ${url}`, ""];
  if (signInLink === null) lines.push("  sign in   with your email and password");
  else
    lines.push(
      `  sign in   ${signInLink}`,
      "            works once, within a day; for another: npm start -- --sign-in-link",
    );
  if (sampleUrl !== null) lines.push(`  try it    curl '${sampleUrl}?name=Ada'`);
  lines.push("  stop      Ctrl-C", "");
  if (isolationMend !== null) lines.push(`  Functions do not run: ${isolationMend}`, "");
  if (isUnsafe)
    lines.push("  Functions run without walls (MILLRACE_UNSAFE_NO_ISOLATION=1): run nobody's code but your own.", "");
  return `\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n`;
}
