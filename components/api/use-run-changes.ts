"use client";

import { type QueryFilters, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { httpStatusOf, isUnreachable } from "@/components/api/api-error";
import { noteReachable } from "@/components/api/connection-store";
import { createRefresher } from "@/components/api/refresher";
import { type ApiInputs, useTRPC } from "@/components/api/trpc";

const PAUSE_MS = 300;

type Scope = Omit<ApiInputs["runs"]["watch"], "lastEventId">;

/**
 * Keeps what the filters name fresh while runs in the scope change. One connection: browsers allow
 * six to a host, so a page calls this once. A connection that comes back refreshes too, for what it missed.
 */
export function useRunChanges(scope: Scope, filters: readonly QueryFilters[]): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refresh] = useState(() =>
    createRefresher(() => Promise.all(filters.map((filter) => queryClient.invalidateQueries(filter))), PAUSE_MS),
  );

  function noteFailure(error: unknown) {
    if (isUnreachable(error)) noteReachable(false);
    if (httpStatusOf(error) === 401) void queryClient.invalidateQueries(trpc.session.get.queryFilter());
  }

  useSubscription(
    trpc.runs.watch.subscriptionOptions(scope, {
      onStarted: () => {
        noteReachable(true);
        refresh();
      },
      onData: refresh,
      onError: noteFailure,
      onConnectionStateChange: ({ error }) => noteFailure(error),
    }),
  );
}
