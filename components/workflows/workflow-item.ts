import type { ApiOutputs } from "@/components/api/trpc";

export type WorkflowItem = ApiOutputs["workflows"]["list"]["workflows"][number];
