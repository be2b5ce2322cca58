import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const source = `/** Whatever this returns goes on to the next step. */
export default async (input: Input, ctx: Context) => {
  ctx.log.info("called with", input.method, input.path);
  return { received: input.body };
};
`;

/** The shortest workflow that answers: its hook runs one function and gives back what that returns. */
export function httpTemplate(path: string): WorkflowDefinition {
  return {
    schemaVersion: 1,
    nodes: [
      {
        id: "request",
        kind: "http-trigger",
        name: "HTTP request",
        position: { x: 0, y: 0 },
        config: { method: "POST", path, answer: "respond", answerTimeoutMs: 30_000 },
      },
      { id: "handle", kind: "function", name: "Handle request", position: { x: 340, y: 0 }, config: { source } },
      {
        id: "answer",
        kind: "respond",
        name: "Respond",
        position: { x: 680, y: 0 },
        config: { status: "200", headers: "{}", body: "input" },
      },
    ],
    edges: [
      { id: "request-handle", source: "request", sourcePort: "out", target: "handle" },
      { id: "handle-answer", source: "handle", sourcePort: "out", target: "answer" },
    ],
  };
}
