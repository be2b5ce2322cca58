"use client";

import { useSyncExternalStore } from "react";
import { formatRelativeTime } from "@/components/ui/format-relative-time";

const TICK_MS = 5_000;
const absolute = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** How long ago, kept true while it is shown; the exact time on hover. */
export function RelativeTime({ iso, className }: { readonly iso: string; readonly className?: string }) {
  const nowMs = useSyncExternalStore(subscribe, getNowMs, getNowMs);
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={absolute.format(at)} className={className}>
      {formatRelativeTime(at.getTime(), nowMs)}
    </time>
  );
}

// One clock for all of them: a list of a hundred times needs no hundred timers.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(notify, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}

/** The same until the next tick, as a snapshot has to be. */
function getNowMs(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS;
}
