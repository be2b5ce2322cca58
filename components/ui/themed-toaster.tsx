"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export function ThemedToaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-lg border bg-raised px-4 py-3 font-sans text-sm text-foreground shadow-md md:w-88",
          content: "flex min-w-0 flex-1 flex-col gap-0.5",
          title: "font-medium wrap-anywhere",
          description: "text-muted-foreground wrap-anywhere",
          icon: "shrink-0 text-muted-foreground [&_svg]:size-4",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-danger",
          warning: "[&_[data-icon]]:text-warning",
          actionButton:
            "h-7 shrink-0 rounded-md border border-border-strong bg-surface px-2.5 text-sm font-medium hover:bg-muted",
        },
      }}
    />
  );
}
