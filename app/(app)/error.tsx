"use client";

import { PageCrash } from "@/components/shell/page-crash";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return <PageCrash error={error} onRetry={reset} />;
}
