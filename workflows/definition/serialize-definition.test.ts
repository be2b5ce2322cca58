import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDefinition, serializeDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { JsonObject } from "@/workflows/json";
import { branch, step, trigger, workflow } from "@/workflows/testing/builders";

const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/);
const keys = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "toString", "10", "9", "é", "\u{1F600}"),
);
const configs = fc
  .dictionary(keys, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
  // -0 has no JSON of its own, so it cannot come back.
  .map((config) => JSON.parse(JSON.stringify(config)) as JsonObject);

const nodes = fc.record(
  {
    id: ids,
    kind: fc.constantFrom("function", "branch", "unheard-of"),
    name: fc.string({ maxLength: 20 }),
    position: fc.record({ x: fc.integer(), y: fc.float({ noNaN: true, noDefaultInfinity: true }).map((y) => y + 0) }),
    config: configs,
    settings: fc.record({ timeoutMs: fc.integer({ min: 100, max: 900_000 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ["id", "kind", "name", "position", "config"] },
);
const edges = fc.record({ id: ids, source: ids, sourcePort: fc.constantFrom("out", "yes"), target: ids });

const definitions = fc.record({
  schemaVersion: fc.constant(1 as const),
  nodes: fc.uniqueArray(nodes, { selector: ({ id }) => id, maxLength: 8 }),
  edges: fc.uniqueArray(edges, { selector: ({ id }) => id, maxLength: 8 }),
}) as fc.Arbitrary<WorkflowDefinition>;

/** The same value with its keys in another order, and its nodes and edges too. */
function shuffled(definition: WorkflowDefinition): WorkflowDefinition {
  const turned = reverseKeys(definition) as WorkflowDefinition;
  return { edges: [...turned.edges].reverse(), nodes: [...turned.nodes].reverse(), schemaVersion: 1 };
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reverseKeys(member)] as const);
  return Object.fromEntries(entries.reverse());
}

test("any order of nodes, edges and keys gives the same bytes", () => {
  fc.assert(
    fc.property(definitions, (definition) => {
      expect(serializeDefinition(shuffled(definition))).toBe(serializeDefinition(definition));
    }),
  );
});

test("what is written is read back whole, and written again as the same bytes", () => {
  fc.assert(
    fc.property(definitions, (definition) => {
      const text = serializeDefinition(definition);
      const parsed = parseDefinition(text);
      if (!parsed.ok) throw new Error(parsed.error);
      expect(serializeDefinition(parsed.value)).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(serializeDefinition(parsed.value)));
      expect(parsed.value.nodes).toHaveLength(definition.nodes.length);
    }),
  );
});

test("a key named __proto__ stays data and pollutes nothing", () => {
  const config = JSON.parse('{"__proto__":{"polluted":true},"source":"x"}') as JsonObject;
  const text = serializeDefinition(workflow([step("a", { config: config as never })], []));
  const parsed = parseDefinition(text);

  expect(text).toContain('"__proto__": {\n          "polluted": true');
  expect(parsed.ok && serializeDefinition(parsed.value)).toBe(text);
  expect(parsed.ok && Object.getPrototypeOf(parsed.value.nodes[0]?.config)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("ends with a line feed and indents, so that a diff shows what changed", () => {
  const text = serializeDefinition(workflow([trigger("t"), branch("b")], ["t -> b"]));
  expect(text.endsWith("}\n")).toBe(true);
  expect(text).toMatch(/^\{\n {2}"edges": \[\n {4}\{\n {6}"id": "t-out-b"/);
});

test("a draft that holds an id twice is still written the same way every time", () => {
  const twice = [step("a", { name: "one" }), step("a", { name: "two" })];
  expect(serializeDefinition(workflow(twice, []))).toBe(serializeDefinition(workflow([...twice].reverse(), [])));
});

test.each([
  ["text that is not JSON", "{", /^This is not JSON: /],
  ["JSON of another shape", '{"schemaVersion":1}', /^This is no workflow: .*nodes/s],
  ["a version it does not know", '{"schemaVersion":2,"nodes":[],"edges":[]}', /schemaVersion/],
  ["JSON too deep to walk", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /nested more than 512 levels/],
])("refuses %s", (_name, text, message) => {
  const parsed = parseDefinition(text);
  expect(parsed).toMatchObject({ ok: false, error: expect.stringMatching(message) });
});
