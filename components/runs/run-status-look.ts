import { Ban, CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import type { BadgeTone } from "@/components/ui/badge";
import type { RunStatus } from "@/workflows/run/run-status";

type Look = { readonly label: string; readonly tone: BadgeTone; readonly icon: LucideIcon; readonly isMoving: boolean };

/** How each status is shown, wherever it is shown. */
export const runStatusLooks = {
  queued: { label: "Queued", tone: "neutral", icon: CircleDashed, isMoving: false },
  running: { label: "Running", tone: "info", icon: LoaderCircle, isMoving: true },
  waiting: { label: "Waiting", tone: "warning", icon: Clock, isMoving: false },
  succeeded: { label: "Succeeded", tone: "success", icon: CircleCheck, isMoving: false },
  failed: { label: "Failed", tone: "danger", icon: CircleX, isMoving: false },
  cancelled: { label: "Cancelled", tone: "neutral", icon: Ban, isMoving: false },
} as const satisfies Record<RunStatus, Look>;
