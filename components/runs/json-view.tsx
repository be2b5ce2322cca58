"use client";

import { JsonView as JsonTree } from "react-json-view-lite";
import "@/components/runs/json-view.css";
import { CHUNK_SIZE, chunkLargeValues } from "@/components/runs/chunk-large-values";
import type { JsonValue } from "@/workflows/json";

const style = {
  container: "json-view",
  basicChildStyle: "json-row",
  childFieldsContainer: "json-children",
  label: "json-label",
  clickableLabel: "json-label is-clickable",
  nullValue: "json-literal",
  undefinedValue: "json-literal",
  booleanValue: "json-literal",
  numberValue: "json-number",
  stringValue: "json-string",
  otherValue: "json-literal",
  punctuation: "json-punctuation",
  expandIcon: "json-toggle",
  collapseIcon: "json-toggle is-open",
  collapsedContent: "json-collapsed",
  stringifyStringValues: true,
  ariaLables: { collapseJson: "Collapse", expandJson: "Expand" },
} as const;

const OPEN_LEVELS = 3;

/** A value as a tree. Long lists stand in ranges, so that nothing freezes. */
export function JsonView({ json, label }: { readonly json: JsonValue; readonly label: string }) {
  if (typeof json !== "object" || json === null) {
    return <pre className="json-view">{JSON.stringify(json)}</pre>;
  }
  return (
    <JsonTree
      data={chunkLargeValues(json) ?? {}}
      style={style}
      shouldExpandNode={shouldExpandNode}
      clickToExpandNode
      aria-label={label}
    />
  );
}

function shouldExpandNode(level: number, value: unknown): boolean {
  if (level === 0) return true;
  if (typeof value !== "object" || value === null) return false;
  return level < OPEN_LEVELS && Object.keys(value).length < CHUNK_SIZE / 2;
}
