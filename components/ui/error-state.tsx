import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";

type ErrorStateProps = {
  readonly title: string;
  /** What went wrong, in the words of whoever refused. */
  readonly message: ReactNode;
  readonly onRetry?: () => void;
  readonly isRetrying?: boolean;
  readonly action?: ReactNode;
  /** 1 where it stands for the whole page. */
  readonly headingLevel?: 1 | 2;
  readonly className?: string;
};

/** Says that something failed, which is never the same as there being nothing. */
export function ErrorState({
  title,
  message,
  onRetry,
  isRetrying = false,
  action,
  headingLevel = 2,
  className,
}: ErrorStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div
      role="alert"
      className={cn("flex flex-col items-center justify-center gap-3 px-6 py-16 text-center", className)}
    >
      <div className="flex size-10 items-center justify-center rounded-lg bg-danger-muted text-danger">
        <CircleAlert aria-hidden className="size-5" />
      </div>
      <div className="flex max-w-md flex-col gap-1">
        <Heading className="text-lg font-semibold">{title}</Heading>
        <div className="text-sm wrap-anywhere text-muted-foreground">{message}</div>
      </div>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {onRetry === undefined ? null : (
          <Button onClick={onRetry} isPending={isRetrying}>
            Try again
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
