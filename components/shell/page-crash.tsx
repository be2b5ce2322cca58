import { ErrorState } from "@/components/ui/error-state";

type PageCrashProps = { readonly error: Error & { readonly digest?: string }; readonly onRetry: () => void };

/** What is left when a page threw: our mistake, said as such. */
export function PageCrash({ error, onRetry }: PageCrashProps) {
  return (
    <ErrorState
      headingLevel={1}
      title="This page broke"
      message={
        <>
          It is a mistake of ours; your workflows and runs are not affected.
          {error.digest === undefined ? null : ` Reference: ${error.digest}`}
        </>
      }
      onRetry={onRetry}
    />
  );
}
