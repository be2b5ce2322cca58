"use client";

import { useQuery } from "@tanstack/react-query";
import { redirect, usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { describeError } from "@/components/api/api-error";
import { useConnection } from "@/components/api/connection-store";
import { useTRPC } from "@/components/api/trpc";
import { AppFrame } from "@/components/shell/app-frame";
import { FrameSkeleton } from "@/components/shell/frame-skeleton";
import { SessionProvider } from "@/components/shell/session";
import { ErrorState } from "@/components/ui/error-state";

const RECONNECT_INTERVAL_MS = 3_000;

/** Shows what only a member may see, and sends everyone else to the sign-in page and back. */
export function SignedInShell({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const isReachable = useConnection((state) => state.isReachable);
  const session = useQuery(
    trpc.session.get.queryOptions(undefined, {
      staleTime: 60_000,
      refetchInterval: isReachable ? false : RECONNECT_INTERVAL_MS,
    }),
  );

  if (session.isPending) return <FrameSkeleton />;
  if (session.data === undefined) {
    return (
      <main className="flex min-h-dvh items-center justify-center">
        <ErrorState
          headingLevel={1}
          title="Millrace cannot be reached"
          message={describeError(session.error)}
          onRetry={() => void session.refetch()}
          isRetrying={session.isFetching}
        />
      </main>
    );
  }
  if (session.data === null)
    redirect(`/sign-in?next=${encodeURIComponent(search === "" ? pathname : `${pathname}?${search}`)}`);

  return (
    <SessionProvider session={session.data}>
      <AppFrame>{children}</AppFrame>
    </SessionProvider>
  );
}
