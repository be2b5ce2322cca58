"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { AuthCard } from "@/components/account/auth-card";
import { explainRefusal } from "@/components/account/auth-request";
import { authClient } from "@/components/api/auth-client";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

const SPENT = "This link was used already, or it has expired.";

/** Spends the one-time link in the address. The token stands in the fragment, which reaches no server's log. */
export function WelcomePage() {
  const [token] = useState(() => (typeof window === "undefined" ? "" : readToken(window.location.hash)));
  // A query and not an effect: its key makes one request of it, however often the page is rendered.
  const redemption = useQuery({
    queryKey: ["sign-in-link", token],
    queryFn: () => redeem(token),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

  if (redemption.data == null) {
    return (
      <AuthCard title="Signing you in">
        <p role="status" className="flex items-center gap-2 text-sm text-muted-foreground">
          <Spinner />
          One moment…
        </p>
      </AuthCard>
    );
  }
  return <LinkRefused reason={redemption.data.refusal} />;
}

function LinkRefused({ reason }: { readonly reason: string }) {
  return (
    <AuthCard title="This link does not sign you in">
      <div role="alert" className="flex flex-col gap-3 text-sm text-muted-foreground">
        <p>{reason}</p>
        <p>Get another on the machine that runs Millrace:</p>
        <code className="rounded-md border bg-muted px-3 py-2 font-mono text-foreground">
          npm start -- --sign-in-link
        </code>
      </div>
      <Button asChild>
        <Link href="/sign-in">Sign in with a password</Link>
      </Button>
    </AuthCard>
  );
}

/** Leaves the page when the link is good; a refusal is all that can come back from here. */
async function redeem(token: string): Promise<{ readonly refusal: string } | null> {
  if (token === "") return { refusal: "The link is incomplete. Copy the whole of it, up to its last character." };
  const refusal = await explainRefusal(authClient.$fetch("/sign-in/link", { method: "POST", body: { token } }), {
    400: SPENT,
    401: SPENT,
    403: SPENT,
    404: SPENT,
    410: SPENT,
  });
  window.history.replaceState(null, "", window.location.pathname);
  if (refusal !== null) return { refusal };
  window.location.replace("/workflows");
  return null;
}

function readToken(hash: string): string {
  return new URLSearchParams(hash.slice(1)).get("token") ?? "";
}
