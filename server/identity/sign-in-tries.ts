/** Tries at one account's password, wherever they come from, in a window that begins with the first. */
const MOST_TRIES = 10;
const WINDOW_MS = 15 * 60_000;
/** Beyond this many accounts at a time the one tried longest ago is forgotten. */
const MOST_ACCOUNTS = 20_000;

export type SignInTries = {
  /** Counts one try. The seconds to wait when there were too many; null when it may go on. */
  begin(email: string): number | null;
  /** Forgets the tries of whoever knew the password. */
  succeed(email: string): void;
};

/**
 * Bounds how often a password can be guessed from any number of addresses, which a limit for each address
 * does not. An email without an account counts the same, so that nobody learns which have one.
 */
export function createSignInTries(nowMs: () => number, mostAccounts = MOST_ACCOUNTS): SignInTries {
  const accounts = new Map<string, { readonly untilMs: number; tries: number }>();

  function find(email: string) {
    const now = nowMs();
    const known = accounts.get(email);
    if (known !== undefined && known.untilMs > now) return known;
    const fresh = { untilMs: now + WINDOW_MS, tries: 0 };
    // Deleted first, so that the map stays in the order in which windows began.
    accounts.delete(email);
    accounts.set(email, fresh);
    const [oldest] = accounts.keys();
    if (accounts.size > mostAccounts && oldest !== undefined) accounts.delete(oldest);
    return fresh;
  }

  return {
    begin: (email) => {
      const account = find(toKey(email));
      // Counted before the password is checked, so that tries at the same moment count each.
      account.tries += 1;
      return account.tries > MOST_TRIES ? Math.ceil((account.untilMs - nowMs()) / 1_000) : null;
    },
    succeed: (email) => void accounts.delete(toKey(email)),
  };
}

/** As accounts are found: without regard to case. */
function toKey(email: string): string {
  return email.toLowerCase();
}
