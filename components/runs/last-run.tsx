import Link from "next/link";
import { runStatusLooks } from "@/components/runs/run-status-look";
import { cn } from "@/components/ui/class-names";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RunStatus } from "@/workflows/run/run-status";

type LastRunProps = {
  readonly lastRun: { readonly id: string; readonly status: RunStatus; readonly createdAt: string } | null;
};

const tones = {
  neutral: "text-muted-foreground",
  info: "text-info",
  warning: "text-warning",
  success: "text-success",
  danger: "text-danger",
} as const;

export function LastRun({ lastRun }: LastRunProps) {
  if (lastRun === null) return <span className="text-muted-foreground">Never</span>;
  const { label, tone, icon: Icon, isMoving } = runStatusLooks[lastRun.status];
  return (
    <Link
      href={`/runs/${lastRun.id}`}
      className="relative z-10 flex h-6 w-fit items-center gap-1.5 rounded-sm whitespace-nowrap hover:underline"
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", tones[tone], isMoving && "animate-spin")} />
      <span className="sr-only">Last run: {label}, </span>
      <RelativeTime iso={lastRun.createdAt} className="text-muted-foreground" />
    </Link>
  );
}
