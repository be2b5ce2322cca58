import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon, RotateCw, SkipForward } from "lucide-react";
import type { RunStep } from "@/components/runs/run-item";

type Look = { readonly label: string; readonly tone: string; readonly icon: LucideIcon; readonly isMoving: boolean };

/** How each status of a step is shown in the list. */
export const stepStatusLooks = {
  idle: { label: "Not reached", tone: "text-muted-foreground", icon: CircleDashed, isMoving: false },
  running: { label: "Running", tone: "text-info", icon: LoaderCircle, isMoving: true },
  "backing-off": { label: "Waiting to retry", tone: "text-warning", icon: RotateCw, isMoving: false },
  succeeded: { label: "Succeeded", tone: "text-success", icon: CircleCheck, isMoving: false },
  failed: { label: "Failed", tone: "text-danger", icon: CircleX, isMoving: false },
  skipped: { label: "Skipped", tone: "text-muted-foreground", icon: SkipForward, isMoving: false },
} as const satisfies Record<RunStep["status"], Look>;
