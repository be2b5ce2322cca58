"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { redirect } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { AuthCard } from "@/components/account/auth-card";
import { readNextPath } from "@/components/account/next-path";
import { SignInForm } from "@/components/account/sign-in-form";
import { useTRPC } from "@/components/api/trpc";

export function SignInPage() {
  const trpc = useTRPC();
  const [next] = useQueryState("next", parseAsString);
  const session = useQuery(trpc.session.get.queryOptions());
  const policy = useQuery(trpc.session.policy.queryOptions());
  const nextPath = readNextPath(next);

  if (session.data != null) redirect(nextPath);

  return (
    <AuthCard
      title="Sign in"
      footer={
        policy.data?.signUp === "open" ? (
          <>
            No account yet?{" "}
            <Link href="/sign-up" className="font-medium text-accent-text underline underline-offset-2">
              Sign up
            </Link>
          </>
        ) : (
          <>
            No password yet? Get a sign-in link on the machine that runs Millrace:{" "}
            <code className="font-mono text-foreground">npm start -- --sign-in-link</code>
          </>
        )
      }
    >
      <SignInForm nextPath={nextPath} />
    </AuthCard>
  );
}
