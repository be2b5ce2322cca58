import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const source = `/** Greets whoever calls: by ?name= in the URL, or by a name in a JSON body. */
export default async (input: Input, ctx: Context) => {
  const name = nameIn(input.body) ?? input.query.name ?? "world";
  ctx.log.info("Greeting", name);
  return { greeting: \`Hello, \${name}!\`, runId: ctx.runId };
};

function nameIn(body: unknown): string | null {
  const isNamed = typeof body === "object" && body !== null && "name" in body;
  return isNamed && typeof body.name === "string" ? body.name : null;
}
`;

/** The path of the sample's hook. */
export const HELLO_PATH = "hello";

/** The sample that a fresh installation has deployed: call its hook and it greets you. */
export const helloTemplate: WorkflowDefinition = {
  schemaVersion: 1,
  nodes: [
    {
      id: "request",
      kind: "http-trigger",
      name: "HTTP request",
      position: { x: 0, y: 0 },
      config: { method: "ANY", path: HELLO_PATH, answer: "respond", answerTimeoutMs: 30_000 },
    },
    { id: "greet", kind: "function", name: "Greet", position: { x: 340, y: 0 }, config: { source } },
    {
      id: "answer",
      kind: "respond",
      name: "Respond",
      position: { x: 680, y: 0 },
      config: { status: "200", headers: "{}", body: "input" },
    },
  ],
  edges: [
    { id: "request-greet", source: "request", sourcePort: "out", target: "greet" },
    { id: "greet-answer", source: "greet", sourcePort: "out", target: "answer" },
  ],
};
