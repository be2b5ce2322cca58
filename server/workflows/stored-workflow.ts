import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { RunStatus } from "@/workflows/run/run-status";

/** A trigger that deliveries find at this moment. */
export type LiveTrigger = {
  readonly nodeId: string;
  readonly kind: string;
  /** For HTTP; null for kinds without one. */
  readonly method: string | null;
  readonly address: string;
};

export type WorkflowSummary = {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
  readonly deployed: { readonly versionNumber: number; readonly deployedAt: string } | null;
  readonly hasUndeployedChanges: boolean;
  readonly triggers: readonly LiveTrigger[];
  readonly lastRun: { readonly id: string; readonly status: RunStatus; readonly createdAt: string } | null;
};

export type DeployedVersion = {
  readonly versionId: string;
  readonly versionNumber: number;
  readonly contentHash: string;
  readonly deployedAt: string;
};

export type OpenWorkflow = {
  readonly id: string;
  readonly name: string;
  readonly draft: WorkflowDefinition;
  readonly draftRevision: number;
  /** The content hash that a version of this draft would have. */
  readonly draftHash: string;
  readonly deployed: DeployedVersion | null;
  readonly triggers: readonly LiveTrigger[];
};

export type NewWorkflow = {
  /** Left out but for a workflow that must be put in only once. */
  readonly id?: string;
  readonly name: string;
  readonly definition: WorkflowDefinition;
};

export type DraftSave = { readonly baseRevision: number; readonly draft: WorkflowDefinition };

/** A save from an older revision changes nothing and gives what is stored, so that a person can choose. */
export type SavedDraft =
  | { readonly status: "saved"; readonly revision: number; readonly savedAt: string; readonly draftHash: string }
  | {
      readonly status: "conflict";
      readonly revision: number;
      readonly draft: WorkflowDefinition;
      readonly savedAt: string;
    };

/** A workflow as its workspace sees it; to any other it is the same as no workflow. */
export type WorkflowKey = { readonly workspaceId: string; readonly workflowId: string };

export interface WorkflowStore {
  list(workspaceId: string): Promise<readonly WorkflowSummary[]>;
  /** Changes nothing when the id is taken already. */
  create(workspaceId: string, workflow: NewWorkflow): Promise<{ readonly id: string }>;
  find(key: WorkflowKey): Promise<OpenWorkflow | null>;
  /** Null when there is no such workflow. Of two saves from one revision exactly one is saved. */
  saveDraft(key: WorkflowKey, save: DraftSave): Promise<SavedDraft | null>;
  /** False when there is no such workflow, as in the methods below. */
  rename(key: WorkflowKey, name: string): Promise<boolean>;
  /** Switches the workflow's triggers off in the same moment, and frees their addresses. Runs and versions stay. */
  delete(key: WorkflowKey): Promise<boolean>;
  /** Undoes `delete`: triggers whose addresses nobody took meanwhile are live again, as what they were. */
  restore(key: WorkflowKey): Promise<boolean>;
}
