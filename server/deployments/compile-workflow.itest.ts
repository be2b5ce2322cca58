import { SourceMap } from "node:module";
import { afterAll, describe, expect, test } from "vitest";
import { createWorkflowCompiler } from "@/server/deployments/compile-workflow";
import type { Problem } from "@/workflows/definition/problem";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { branch, respond, step, trigger, workflow } from "@/workflows/testing/builders";

const compiler = createWorkflowCompiler();
afterAll(() => compiler.stop());

const someStep = "export default async (input: Input) => ({ total: Number(input.body.total), at: new Date(0) });\n";

/** t → a → b ─yes→ z → r, with the code of a and z and the condition of b to be chosen. */
function pipeline(code: { readonly a?: string; readonly condition?: string; readonly z?: string } = {}) {
  const {
    a = someStep,
    condition = "input.total > 100",
    z = "export default (input: Input) => input.at.length;\n",
  } = code;
  const nodes = [
    trigger("t"),
    step("a", { config: { source: a } }),
    branch("b", condition),
    step("z", { config: { source: z } }),
    respond("r"),
  ];
  return workflow(nodes, ["t -> a", "a -> b", "b.yes -> z", "z -> r"]);
}

async function compiled(definition: WorkflowDefinition) {
  const result = await compiler.compile(definition);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** `code node.field line:column message`. */
function brief({ code, nodeId, field, location, message }: Problem): string {
  return `${code} ${nodeId}.${field} ${location?.line}:${location?.column} ${message}`;
}

async function problemsOf(code: Parameters<typeof pipeline>[0]): Promise<readonly string[]> {
  return (await compiler.check(pipeline(code))).map(brief);
}

type Program = (input: unknown, ctx: unknown) => Promise<unknown>;

async function load(code: string): Promise<Record<string, Program>> {
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  return module.programs;
}

describe("a workflow without problems", () => {
  test("becomes one module with a program for every node that has one", async () => {
    const { code } = await compiled(
      pipeline({ condition: "(await Promise.resolve(input.total)) > ctx.attempt // twice" }),
    );
    const programs = await load(code);

    expect(Object.keys(programs).sort()).toEqual(["a", "b", "r", "z"]);
    expect(await programs.a?.({ body: { total: "7" } }, {})).toEqual({ total: 7, at: new Date(0) });
    expect(await programs.b?.({ total: 7 }, { attempt: 6 })).toEqual({ condition: true });
    expect(await programs.r?.("done", {})).toEqual({ status: 200, headers: {}, body: "done" });
  });

  test("has the same bytes whatever the order of its nodes, and others when its code differs", async () => {
    const definition = pipeline();
    const turned = { ...definition, nodes: [...definition.nodes].reverse(), edges: [...definition.edges].reverse() };
    const [one, two, other] = await Promise.all([definition, turned, pipeline({ condition: "true" })].map(compiled));
    expect(two).toEqual(one);
    expect(one?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other?.hash).not.toBe(one?.hash);
  });

  test("maps every place of its code to the author's own text", async () => {
    const { code, sourceMap } = await compiled(pipeline({ condition: "input.total >\n  Number('100')" }));
    const payload = JSON.parse(sourceMap);
    expect(payload.sources).toEqual(["a.ts", "b.condition.ts", "r.body.ts", "r.headers.ts", "r.status.ts", "z.ts"]);
    expect(payload.sourcesContent[1]).toBe("input.total >\n  Number('100')");

    const lines = code.split("\n");
    const line = lines.findIndex((text) => text.includes('Number("100")'));
    const entry = new SourceMap(payload).findEntry(line, lines[line]?.indexOf("Number") ?? -1);
    expect(entry).toMatchObject({ originalSource: "b.condition.ts", originalLine: 1, originalColumn: 2 });
  });

  test("may use the web's globals, the allowed modules with or without node:, and untyped parameters", async () => {
    const a = [
      'import { createHash } from "crypto";',
      'import { inflateSync } from "node:zlib";',
      "export default async (input, ctx) => {",
      '  ctx.log.info(inflateSync, new URL("https://example.com").host, structuredClone({ a: 1 }), atob(btoa("a")));',
      '  return { total: input.body.total, at: createHash("sha256").update("a").digest("hex") };',
      "};",
    ].join("\n");
    const { code } = await compiled(pipeline({ a }));
    expect(code).toContain('from "node:crypto"');
  });

  test("may wait in the way everyone writes it", async () => {
    const a = [
      "export default async (input: Input, ctx: Context) => {",
      "  await new Promise((resolve) => setTimeout(resolve, 10));",
      "  const text = await new Promise<string>((resolve) => setTimeout(resolve, 10, input.method));",
      "  return { total: text.length, at: text };",
      "};",
    ].join("\n");
    expect(await problemsOf({ a })).toEqual([]);
  });

  test("may throw what ends its attempts, and answer from a thousand steps away", async () => {
    const a = [
      "export default async (input: Input, ctx: Context) => {",
      '  if (input.method === "GET") throw new ctx.NonRetriableError("no", { cause: input.path });',
      '  if (ctx.signal.aborted) throw new ctx.RetryAfterError("later", 5_000);',
      "  return { total: 1, at: ctx.idempotencyKey };",
      "};",
    ].join("\n");
    expect(await problemsOf({ a })).toEqual([]);

    const nodes = [trigger("t"), ...Array.from({ length: 1_000 }, (_, index) => step(`n${index}`))];
    const edges = nodes.slice(1).map((node, index) => `${nodes[index]?.id} -> ${node.id}`);
    expect(await compiler.check(workflow(nodes, edges))).toEqual([]);
  });
});

describe("a type error", () => {
  test.each([
    [
      "stands on its line",
      { a: "export default (input: Input) => {\n  return { at: '', total: input.bodi };\n};" },
      "a.source 2:33",
    ],
    [
      "stands on its column of line 1",
      { a: "export default (input: Input) => ({ at: '', total: input.bodi });" },
      "a.source 1:58",
    ],
    [
      "counts columns as the editor does",
      { a: "export default (input: Input) => ({ at: '😀', total: input.bodi });" },
      "a.source 1:60",
    ],
    [
      "knows that a date arrives as a text",
      { z: "export default (input: Input) => input.at.getTime();" },
      "z.source 1:43",
    ],
    ["stands in an expression", { condition: "input.total >\n  input.totl" }, "b.condition 2:9"],
  ])("%s", async (_name, code, expected) => {
    const problems = await problemsOf(code);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^type-error ${expected} Property '`));
  });

  test.each([
    [
      "an expression of another type",
      { condition: "input.total" },
      /^type-error b\.condition 1:1 Type 'number' .* type 'boolean'\.$/,
    ],
    [
      "no default export",
      { a: "export const x = 1;" },
      /^bundle-error a\.source 1:1 Export a default function, as in: /,
    ],
    [
      "a default export that is no function",
      { a: "const x = 1;\nexport default x;" },
      /^type-error a\.source 2:1 The default export must be a function/,
    ],
    [
      "an input the step does not take",
      { z: "export default (input: { id: string }) => 1;" },
      /^type-error z\.source 1:1 The function cannot take the input .*'id'.* Use the type Input\.$/,
    ],
    [
      "a global of the browser",
      { a: "document.title;\nexport default () => ({ total: 1, at: '' });" },
      /^type-error a\.source 1:1 Cannot find name 'document'\. A step has/,
    ],
  ])("tells %s once, at its cause", async (_name, code, expected) => {
    const problems = await problemsOf(code);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test("is told beside a syntax error in another step", async () => {
    const problems = await problemsOf({
      a: "export default (input: Input) => {\n  const é = );\n};",
      z: "export default (): number => 'x';",
    });
    expect(problems).toEqual([
      'bundle-error a.source 2:13 Unexpected ")".',
      "type-error z.source 1:30 Type 'string' is not assignable to type 'number'.",
    ]);
  });
});

describe("an import", () => {
  test.each([
    [
      "the file system",
      'import fs from "node:fs";\nexport default () => fs.readFileSync("/etc/passwd", "utf8");',
      "bundle-error",
      1,
      "node:fs",
    ],
    [
      "a process",
      'export default async () => (await import("child_process")).execSync("id");',
      "bundle-error",
      1,
      "child_process",
    ],
    ["a package", '\nimport axios from "axios";\nexport default () => axios;', "bundle-error", 2, "axios"],
    ["a file", 'import x from "/etc/hostname";\nexport default () => x;', "bundle-error", 1, "/etc/hostname"],
    ["another step", 'import z from "./z";\nexport default () => z;', "bundle-error", 1, "./z"],
    ["the bundle itself", 'import z from "z.ts";\nexport default () => z;', "bundle-error", 1, "z.ts"],
    [
      "the types of a file",
      'import type { Env } from "/srv/server/env";\nexport default (): Env => 1;',
      "type-error",
      1,
      "/srv/server/env",
    ],
  ])("of %s is refused with what is allowed", async (_name, a, code, line, specifier) => {
    const problems = (await compiler.check(pipeline({ a }))).filter(({ nodeId }) => nodeId === "a");
    expect(problems[0]).toMatchObject({ code, field: "source", location: { line } });
    expect(problems[0]?.message).toBe(
      `"${specifier}" cannot be imported. A step can import these modules: ${problems[0]?.message.split(": ").at(-1)}`,
    );
  });

  test("by require is refused too", async () => {
    const problems = await problemsOf({
      a: 'const c = require("crypto");\nexport default () => ({ total: 1, at: c });',
    });
    expect(problems).toEqual([
      'bundle-error a.source 1:19 Use import instead of require, as in: import x from "crypto".',
    ]);
  });
});

describe("an expression", () => {
  test.each([
    ["closes the bracket around it", "true); globalThis.hacked = (true"],
    ["is a statement", "if (input) { true }"],
    ["is several statements", "true; false"],
    ["opens a comment and leaves it", "true /*"],
    ["is a spread", "...input"],
    ["leaves a template open", "`${"],
  ])("that %s is refused", async (_name, condition) => {
    const problems = await compiler.check(pipeline({ condition }));
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems)
      expect(problem).toMatchObject({ code: "bundle-error", nodeId: "b", field: "condition" });
  });
});

describe("hostile code", () => {
  test("reads no file by a pragma, and turns no check off", async () => {
    const a = [
      '/// <reference path="/etc/passwd" />',
      '/// <reference types="node" />',
      "// @ts-nocheck",
      'const wrong: number = "text";',
      "export default () => ({ total: wrong, at: process.cwd() });",
    ].join("\n");
    const problems = await problemsOf({ a });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^type-error a\.source 4:7 Type 'string' is not assignable/);
    expect(problems[1]).toMatch(/^type-error a\.source 5:\d+ Cannot find name 'process'/);
  });

  test("that declares the globals anew is told so at its own lines", async () => {
    const a = `declare global {\n  type Context = number;\n  var Buffer: string;\n}\n${someStep}`;
    const problems = await problemsOf({ a });
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^type-error a\.source [23]:/);
  });

  test("nested beyond measure ends its own compile and no other", async () => {
    const [deep, other] = await Promise.all([
      compiler.check(pipeline({ a: `${someStep}${"(".repeat(400_000)}` })),
      compiler.check(pipeline()),
    ]);
    expect(deep).toMatchObject([
      { code: "bundle-error", nodeId: "a", message: expect.stringMatching(/too deeply nested/) },
    ]);
    expect(other).toEqual([]);
  });

  test("with types that never end is stopped", async () => {
    const impatient = createWorkflowCompiler({ timeLimitMs: 2_000 });
    const keys = Array.from({ length: 60 }, (_, index) => `"k${index}"`).join(" | ");
    const a = [
      `type Key = ${keys};`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template literal type.
      "type Pair = `${Key}${Key}`;",
      "type Square = { [A in Pair]: { [B in Pair]: [A, B] }[Pair] }[Pair];",
      "const square: Square = 5;",
      someStep,
    ].join("\n");
    expect(await impatient.check(pipeline({ a }))).toMatchObject([
      { code: "type-error", nodeId: null, message: expect.stringMatching(/^The types of this workflow are too large/) },
    ]);
  });
});

test("a graph with problems is not compiled at all", async () => {
  expect(
    (await compiler.check(workflow([step("a", { config: { source: "(" } })], []))).map(({ code }) => code),
  ).toEqual(["no-trigger"]);
});

test("a stopped compiler rejects", async () => {
  const stopped = createWorkflowCompiler();
  const underWay = stopped.check(pipeline());
  stopped.stop();
  await expect(underWay).rejects.toThrow("The compiler has been stopped.");
  await expect(stopped.check(pipeline())).rejects.toThrow("The compiler has been stopped.");
});
