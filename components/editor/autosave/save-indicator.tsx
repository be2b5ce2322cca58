"use client";

import { Check, CloudOff, type LucideIcon, Pencil, TriangleAlert } from "lucide-react";
import { type SaveStatus, saveStatusOf } from "@/components/editor/autosave/save-status";
import { useAutosave, useEditorSession } from "@/components/editor/session/session-context";
import { cn } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";

type Look = { readonly label: string; readonly tone: string; readonly icon: LucideIcon | null };

const looks = {
  saved: { label: "Saved", tone: "text-muted-foreground", icon: Check },
  saving: { label: "Saving…", tone: "text-muted-foreground", icon: null },
  unsaved: { label: "Unsaved changes", tone: "text-muted-foreground", icon: Pencil },
  offline: { label: "Offline — kept in this browser", tone: "text-warning", icon: CloudOff },
  refused: { label: "Not saved", tone: "text-danger", icon: TriangleAlert },
  conflict: { label: "Changed elsewhere", tone: "text-danger", icon: TriangleAlert },
} as const satisfies Record<SaveStatus, Look>;

/** Never says more than the server has confirmed. */
export function SaveIndicator() {
  const session = useEditorSession();
  const status = useAutosave(saveStatusOf);
  const savedAt = useAutosave((state) => state.acknowledged.savedAt);
  const message = useAutosave(({ phase }) => (phase.name === "refused" ? phase.message : null));
  const { label, tone, icon: Icon } = looks[status];
  const time = status === "saved" && savedAt !== null ? ` ${toClock(savedAt)}` : "";

  return (
    <div
      role="status"
      aria-label="Draft"
      data-status={status}
      title={message ?? `${label}${time}`}
      className={cn("flex h-8 min-w-0 shrink items-center gap-1.5 text-sm", tone)}
    >
      {Icon === null ? <Spinner className="size-3.5 shrink-0" /> : <Icon aria-hidden className="size-3.5 shrink-0" />}
      <span className="truncate max-sm:sr-only">
        {label}
        {time}
        {message === null ? null : `: ${message}`}
      </span>
      {status === "offline" ? (
        <button
          type="button"
          className="shrink-0 font-medium underline underline-offset-2"
          onClick={session.autosaver.retry}
        >
          Try now
        </button>
      ) : null}
    </div>
  );
}

function toClock(isoTime: string): string {
  return new Date(isoTime).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
