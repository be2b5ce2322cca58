import type { ApiClient } from "@/scripts/api-client";

/** Webhook -> one function step -> respond: the workflow that every figure about webhooks is measured on. */
function sampleDefinition(path: string) {
  const position = { x: 0, y: 0 };
  const source = 'export default async (input: Input) => ({ greeting: "Hello, " + input.body.name });\n';
  return {
    schemaVersion: 1,
    nodes: [
      {
        id: "hook",
        kind: "http-trigger",
        name: "Hook",
        position,
        config: { method: "POST", path, answer: "respond", answerTimeoutMs: 30_000 },
      },
      { id: "greet", kind: "function", name: "Greet", position, config: { source } },
      {
        id: "answer",
        kind: "respond",
        name: "Answer",
        position,
        config: { status: "200", headers: "{}", body: "input" },
      },
    ],
    edges: [
      { id: "e1", source: "hook", sourcePort: "out", target: "greet" },
      { id: "e2", source: "greet", sourcePort: "out", target: "answer" },
    ],
  };
}

/** Deploys the sample through the API, as the editor does, and returns the URL of its hook. */
export async function deploySampleWorkflow(api: ApiClient, path: string): Promise<string> {
  const { id } = await api.mutate<{ id: string }>("workflows.create", { name: `Bench ${path}`, template: "empty" });
  return deployDefinition(api, id, sampleDefinition(path));
}

/** Saves and deploys a definition; throws with the problems when it is refused. */
export async function deployDefinition(api: ApiClient, workflowId: string, draft: unknown): Promise<string> {
  const { draftRevision } = await api.query<{ draftRevision: number }>("workflows.get", { workflowId });
  const saved = await api.mutate<{ revision: number }>("workflows.saveDraft", {
    workflowId,
    baseRevision: draftRevision,
    draft,
  });
  const deployed = await api.mutate<{ status: string; hooks?: readonly { url: string }[] }>("workflows.deploy", {
    workflowId,
    revision: saved.revision,
  });
  const url = deployed.hooks?.[0]?.url;
  if (url === undefined) throw new Error(`The workflow was not deployed: ${JSON.stringify(deployed)}`);
  return url;
}
