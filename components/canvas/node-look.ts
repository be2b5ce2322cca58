import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { WorkflowNode } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";

/** Where the calls of the workspace's hooks go, and whether this node's own is answered at this moment. */
export type HookPlace = {
  readonly baseUrl: string;
  /** What is deployed for this node; null when nothing is. */
  readonly live: { readonly method: string; readonly url: string } | null;
};

export type NodeFormProps = {
  readonly node: WorkflowNode;
  readonly onChange: (field: string, value: JsonValue) => void;
  /** What is wrong with a field, or null. */
  readonly problemOf: (field: string) => string | null;
  readonly hook: HookPlace;
};

type Config = WorkflowNode["config"];

/** How one kind of node is drawn and filled in. */
export type NodeLook = {
  readonly icon: LucideIcon;
  /** Classes of the tile behind the icon. */
  readonly tone: string;
  /** The config in one short line; empty when there is nothing to say yet. */
  summary(config: Config): string;
  /** How a port is called beside its handle; ports that are not named here have no label. */
  readonly portLabels?: Readonly<Record<string, string>>;
  /** Only for triggers: how the choice is worded on an empty canvas. */
  readonly startTitle?: string;
  /** What a node starts with beyond its kind's default, such as an address nobody else has. */
  freshConfig?(randomText: (length: number) => string): Config;
  /** The form is one text that takes all the height there is. */
  readonly isCode?: boolean;
  readonly form: ComponentType<NodeFormProps>;
};

/** The text of a field of a config that may be anything. */
export function textOf(config: Config, field: string): string {
  const value = config[field];
  return typeof value === "string" ? value : "";
}

/** The first line that says something, for a summary. */
export function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
