import { SourceMap } from "node:module";
import { BUNDLE_URL } from "@/server/runtime/protocol";
import type { SourceLocation } from "@/workflows/run/step-outcome";

const LOCATION_LIMIT = 20;
/** A step's file is `<nodeId>.ts`, an expression's `<nodeId>.<field>.ts`; packages are not the author's. */
const authorSource = /^(?:\.?\/)*(?:steps\/)?([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:\.[A-Za-z]+)?\.ts$/;

export type Locator = (stack: string) => readonly SourceLocation[];

/** Finds the places of a stack trace in the author's own files, innermost first. A map that is none finds nothing. */
export function createLocator(sourceMapJson: string): Locator {
  const map = parseSourceMap(sourceMapJson);
  if (map === null) return () => [];
  return (stack) => {
    const places = [...stack.matchAll(new RegExp(`${BUNDLE_URL}:(\\d{1,9}):(\\d{1,9})`, "g"))];
    return places.slice(0, LOCATION_LIMIT).flatMap(([, line, column]) => {
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!("originalSource" in entry)) return [];
      const nodeId = authorSource.exec(entry.originalSource ?? "")?.[1];
      if (nodeId === undefined) return [];
      return [{ nodeId, line: entry.originalLine + 1, column: entry.originalColumn + 1 }];
    });
  };
}

function parseSourceMap(json: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(json));
  } catch {
    // Positions are a help, not the failure itself: without them it is still told.
    return null;
  }
}
