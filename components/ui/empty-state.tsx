import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly description?: ReactNode;
  /** The one thing to do next. */
  readonly action?: ReactNode;
  /** 1 where it stands for the whole page. */
  readonly headingLevel?: 1 | 2;
  readonly className?: string;
};

/** Says why there is nothing here, and what to do about it. */
export function EmptyState({ icon, title, description, action, headingLevel = 2, className }: EmptyStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className={cn("flex flex-col items-center justify-center gap-3 px-6 py-16 text-center", className)}>
      {icon === undefined ? null : (
        <div className="flex size-10 items-center justify-center rounded-lg border bg-surface text-muted-foreground shadow-xs [&_svg]:size-5">
          {icon}
        </div>
      )}
      <div className="flex max-w-md flex-col gap-1">
        <Heading className="text-lg font-semibold">{title}</Heading>
        {description === undefined ? null : <div className="text-sm text-muted-foreground">{description}</div>}
      </div>
      {action === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
