import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { describeError, httpStatusOf, isUnreachable } from "@/components/api/api-error";
import { noteReachable } from "@/components/api/connection-store";
import { withToast } from "@/components/ui/with-toast";

const MAX_RETRIES = 2;

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** Set where the failure is shown in place, so that no toast says it again. */
      readonly showsOwnError?: boolean;
    };
  }
}

/** Refusals are final and shown; requests without an answer are tried again. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onSuccess: () => noteReachable(true),
      onError: (error) => {
        if (isUnreachable(error)) noteReachable(false);
        if (httpStatusOf(error) === 401) onSignedOut();
      },
    }),
    mutationCache: new MutationCache({
      onSuccess: () => noteReachable(true),
      onError: (error, _variables, _context, mutation) => {
        if (isUnreachable(error)) noteReachable(false);
        if (httpStatusOf(error) === 401) onSignedOut();
        if (mutation.meta?.showsOwnError !== true) withToast((toast) => toast.error(describeError(error)));
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // The server may well run on this machine, where being offline means nothing.
        networkMode: "always",
        retry: (failureCount, error) => isRetryable(error) && failureCount < MAX_RETRIES,
        retryDelay: (attempt) => Math.min(400 * 2 ** attempt, 4_000),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

function isRetryable(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status === null || status >= 500;
}
