"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { createQueryClient } from "@/components/api/query-client";
import { TRPCProvider } from "@/components/api/trpc";
import type { AppRouter } from "@/server/api/root";

const API_URL = "/api/trpc";

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(() => {
    // The session decides what may be asked, so a refusal for being signed out asks for it again.
    const client = createQueryClient(() => void client.invalidateQueries({ queryKey: [["session"]] }));
    return client;
  });
  const [trpcClient] = useState(createApiClient);

  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function createApiClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url: API_URL, transformer: superjson }),
        false: httpBatchStreamLink({ url: API_URL, transformer: superjson }),
      }),
    ],
  });
}
