import type { ReactNode } from "react";
import { BrandMark } from "@/components/shell/brand-mark";

type AuthCardProps = { readonly title: string; readonly children: ReactNode; readonly footer?: ReactNode };

/** The frame of every page outside the product: one card, nothing else to look at. */
export function AuthCard({ title, children, footer }: AuthCardProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-12">
      <div className="flex items-center gap-2">
        <BrandMark className="size-7" />
        <span className="text-lg font-semibold tracking-tight">Millrace</span>
      </div>
      <div className="flex w-full max-w-sm flex-col gap-5 rounded-xl border bg-surface p-6 shadow-sm">
        <h1 className="text-lg font-semibold">{title}</h1>
        {children}
      </div>
      {footer === undefined ? null : <div className="max-w-sm text-center text-sm text-muted-foreground">{footer}</div>}
    </main>
  );
}
