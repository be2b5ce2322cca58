import type { ApiOutputs } from "@/components/api/trpc";

export type RunItem = ApiOutputs["runs"]["list"]["runs"][number];
export type RunDetail = ApiOutputs["runs"]["get"];
export type RunStep = RunDetail["steps"][number];
export type StepAttempt = RunStep["attempts"][number];
export type StepRecord = ApiOutputs["runs"]["getStep"];
export type ValueView = NonNullable<StepRecord["output"]>;
