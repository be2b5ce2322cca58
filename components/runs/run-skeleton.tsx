import { Skeleton } from "@/components/ui/skeleton";

export function RunSkeleton() {
  return (
    <div role="status" aria-label="Loading the run" className="flex min-h-full flex-col">
      <div className="flex flex-col gap-4 border-b px-4 py-4 md:px-6">
        <div className="flex flex-col gap-1">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-7 w-64" />
        </div>
        <div className="flex flex-wrap gap-x-8 gap-y-3">
          {["version", "trigger", "started", "duration", "cpu", "memory", "attempts"].map((fact) => (
            <Skeleton key={fact} className="h-9 w-16" />
          ))}
        </div>
      </div>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] content-start lg:content-stretch lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,34rem)]">
        <div className="flex flex-col max-lg:border-b lg:border-r">
          <div className="h-64 border-b lg:h-auto lg:flex-1" />
          <div className="flex flex-col gap-2 p-3">
            {[60, 45, 70, 50].map((width) => (
              <Skeleton key={width} className="h-7" style={{ width: `${width}%` }} />
            ))}
          </div>
        </div>
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-5 w-44" />
          <Skeleton className="h-8" />
          <Skeleton className="h-40" />
        </div>
      </div>
    </div>
  );
}
