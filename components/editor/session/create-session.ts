import type { QueryClient } from "@tanstack/react-query";
import { noteReachable, useConnection } from "@/components/api/connection-store";
import type { ApiOutputs, useTRPCClient } from "@/components/api/trpc";
import { createAutosaver, type SaveAnswer } from "@/components/editor/autosave/create-autosaver";
import { createDraftChannel } from "@/components/editor/autosave/draft-channel";
import { createDraftJournal } from "@/components/editor/autosave/draft-journal";
import { openDraft } from "@/components/editor/autosave/open-draft";
import { answerOf, partingSave } from "@/components/editor/autosave/save-over-api";
import { createDeployment } from "@/components/editor/deploy/create-deployment";
import { randomText } from "@/components/editor/edits/new-id";
import { createProblemTracker } from "@/components/editor/problems/create-problem-tracker";
import { createEditor } from "@/components/editor/store/create-editor";

export type OpenWorkflow = ApiOutputs["workflows"]["get"];
type Client = ReturnType<typeof useTRPCClient>;

export type SessionPorts = { readonly client: Client; readonly queryClient: QueryClient };
export type Session = ReturnType<typeof createSession>;

/** Everything that lives while a workflow is open: its editor, its autosave, its problems, its deployment. */
export function createSession(workflow: OpenWorkflow, { client, queryClient }: SessionPorts) {
  const workflowId = workflow.id;
  const journal = createDraftJournal(workflowId, randomText(12), localStorage);
  const theirs = { draft: workflow.draft, revision: workflow.draftRevision, savedAt: new Date().toISOString() };
  const opened = openDraft(theirs, journal.read());
  const editor = createEditor(opened.state.current);
  const tracker = createProblemTracker(opened.state.current);
  const deployment = createDeployment(workflow);
  let announce: (revision: number) => void = () => undefined;

  async function save(request: { baseRevision: number; draft: OpenWorkflow["draft"] }, isParting: boolean) {
    const input = { workflowId, ...request };
    const answer: SaveAnswer = await answerOf(
      isParting ? partingSave(input) : client.workflows.saveDraft.mutate(input),
    );
    noteReachable(answer.status !== "unanswered");
    if (answer.status === "unanswered") void queryClient.invalidateQueries({ queryKey: [["session"]] });
    return answer;
  }

  const autosaver = createAutosaver(opened.state, {
    journal,
    save: (request, { isParting }) => save(request, isParting),
    onSaved: ({ revision, draftHash }) => {
      deployment.saved(draftHash);
      announce(revision);
    },
  });

  async function fetchTheirs() {
    const { draft, draftRevision, draftHash } = await client.workflows.get.query({ workflowId });
    return { draft, revision: draftRevision, draftHash, savedAt: new Date().toISOString() };
  }

  return {
    workflowId,
    editor,
    tracker,
    autosaver,
    deployment,
    isRestored: opened.isRestored,
    fetchTheirs,

    /** Replaces what is on the screen by what the server has, as an edit that can be undone. */
    async takeTheirs(): Promise<void> {
      const latest = await fetchTheirs();
      editor.edit(() => latest.draft, { view: { openNodeId: null } });
      autosaver.dispatch({ type: "took-theirs", theirs: latest });
      deployment.saved(latest.draftHash);
    },

    /** Begins to save and to listen. Gives back how to stop, which saves what is left. */
    start(): () => void {
      const stops = [
        editor.store.subscribe(({ definition }) => {
          tracker.edited(definition);
          autosaver.edited(definition);
        }),
        useConnection.subscribe(({ isReachable }) => (isReachable ? autosaver.retry() : undefined)),
      ];
      const onElsewhere = (revision: number) => autosaver.dispatch({ type: "saved-elsewhere", revision });
      const channel = createDraftChannel(workflowId, onElsewhere);
      announce = channel.announce;
      if (opened.isRestored) autosaver.retry();

      return () => {
        for (const stop of stops) stop();
        void autosaver.flush();
        channel.close();
        announce = () => undefined;
      };
    },
  };
}
