"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { ApiOutputs } from "@/components/api/trpc";

export type Session = NonNullable<ApiOutputs["session"]["get"]>;

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The signed-in member. Throws outside the signed-in shell: nothing is shown there before the session is known. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession was called outside the signed-in shell.");
  return session;
}
