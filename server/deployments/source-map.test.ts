import { SourceMap } from "node:module";
import { expect, test } from "vitest";
import { toAuthorSourceMap } from "@/server/deployments/source-map";

/**
 * Bundle line 1 comes from our wrapper's line 1, bundle line 2 from its line 2, which is the author's
 * first, at columns 2 and 9; bundle line 3 from the wrapper's line 3, and line 4 from the entry.
 */
const json = JSON.stringify({
  version: 3,
  sources: ["virtual:b.condition.ts", "virtual:entry"],
  sourcesContent: ["async (\ninput.total\n)", "programs"],
  names: [],
  mappings: "AAAA;AACE,CAAO;AACT;ACFA",
});

test("takes our lines off an expression, and leaves what is ours without a place", () => {
  const result = toAuthorSourceMap(json, (source) =>
    source === "virtual:b.condition.ts" ? { name: "b.condition.ts", content: "input.total", linesBefore: 1 } : null,
  );
  const payload = JSON.parse(result);
  expect(payload).toMatchObject({ sources: ["b.condition.ts"], sourcesContent: ["input.total"] });

  const map = new SourceMap(payload);
  expect(map.findEntry(0, 0)).not.toHaveProperty("originalLine", 0);
  expect(map.findEntry(1, 0)).toMatchObject({ originalSource: "b.condition.ts", originalLine: 0, originalColumn: 2 });
  expect(map.findEntry(1, 1)).toMatchObject({ originalSource: "b.condition.ts", originalLine: 0, originalColumn: 9 });
  expect(payload.mappings.split(";")).toHaveLength(4);
  expect(payload.mappings.split(";")[2]).toBe("A");
  expect(payload.mappings.split(";")[3]).toBe("A");
});

test("a map whose sources are all the author's keeps its mappings", () => {
  const result = toAuthorSourceMap(json, (source) => ({ name: source, content: "a\nb\nc", linesBefore: 0 }));
  expect(JSON.parse(result).mappings).toBe("AAAA;AACE,CAAO;AACT;ACFA");
});
