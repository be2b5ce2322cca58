"use client";

import "@/app/globals.css";
import { PageCrash } from "@/components/shell/page-crash";

type GlobalErrorProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** Stands in for the whole document, so it brings its own. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="flex min-h-dvh items-center justify-center">
          <PageCrash error={error} onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
