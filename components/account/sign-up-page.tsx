"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AuthCard } from "@/components/account/auth-card";
import { SignUpForm } from "@/components/account/sign-up-form";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

export function SignUpPage() {
  return (
    <AuthCard
      title="Sign up"
      footer={
        <>
          Have an account?{" "}
          <Link href="/sign-in" className="font-medium text-accent-text underline underline-offset-2">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpBody />
    </AuthCard>
  );
}

function SignUpBody() {
  const trpc = useTRPC();
  const policy = useQuery(trpc.session.policy.queryOptions());

  if (policy.isPending) return <Skeleton className="h-64" />;
  if (policy.isError) {
    return (
      <ErrorState
        title="Sign-up did not load"
        message={describeError(policy.error)}
        onRetry={() => void policy.refetch()}
        className="py-4"
      />
    );
  }
  if (policy.data.signUp === "open") return <SignUpForm />;
  return (
    <p className="text-sm text-muted-foreground">
      Sign-up is closed on this installation. Whoever runs it can open it by starting it with{" "}
      <code className="font-mono text-foreground">MILLRACE_SIGN_UP=open</code>.
    </p>
  );
}
