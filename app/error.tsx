"use client";

import { PageCrash } from "@/components/shell/page-crash";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <PageCrash error={error} onRetry={reset} />
    </main>
  );
}
