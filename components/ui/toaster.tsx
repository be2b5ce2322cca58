"use client";

import dynamic from "next/dynamic";

const ThemedToaster = dynamic(() => import("@/components/ui/themed-toaster").then((module) => module.ThemedToaster), {
  ssr: false,
});

export function Toaster() {
  return <ThemedToaster />;
}
