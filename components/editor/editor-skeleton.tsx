import { Skeleton } from "@/components/ui/skeleton";

/** The frame of the editor while the workflow is on its way. */
export function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading the workflow" className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-3 border-b bg-surface px-4">
        <Skeleton className="size-5" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="ml-auto h-8 w-24" />
      </div>
      <div className="flex-1" />
    </div>
  );
}
