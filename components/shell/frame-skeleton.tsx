import { BrandMark } from "@/components/shell/brand-mark";
import { Skeleton } from "@/components/ui/skeleton";

/** The frame before anyone knows who is looking. */
export function FrameSkeleton() {
  return (
    <div className="flex h-dvh flex-col" role="status" aria-label="Loading">
      <div className="flex h-12 items-center gap-3 border-b bg-sidebar px-4 md:hidden">
        <BrandMark className="size-5" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-52 shrink-0 flex-col border-r bg-sidebar md:flex">
          <div className="flex h-14 items-center gap-2.5 px-4">
            <BrandMark />
            <Skeleton className="h-4 w-24" />
          </div>
        </div>
      </div>
    </div>
  );
}
