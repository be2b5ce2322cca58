import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import { describeError, httpStatusOf } from "@/components/api/api-error";
import type { ApiInputs, ApiOutputs } from "@/components/api/trpc";
import type { SaveAnswer } from "@/components/editor/autosave/create-autosaver";
import type { AppRouter } from "@/server/api/root";

type SaveInput = ApiInputs["workflows"]["saveDraft"];
type SaveOutput = ApiOutputs["workflows"]["saveDraft"];

/** Saves and never throws: a refusal and silence are answers too. */
export async function answerOf(save: Promise<SaveOutput>): Promise<SaveAnswer> {
  try {
    return await save;
  } catch (error) {
    const status = httpStatusOf(error);
    // Signing in again is no matter of the draft: it is kept, and saved after that.
    const isFinal = status !== null && status >= 400 && status < 500 && status !== 401 && status !== 429;
    return isFinal ? { status: "refused", message: describeError(error) } : { status: "unanswered" };
  }
}

/** Saves with a request that the browser sends although the page is gone. It takes drafts of up to 64 KB. */
export function partingSave(input: SaveInput): Promise<SaveOutput> {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "/api/trpc",
        transformer: superjson,
        fetch: (url, init) => fetch(url, { ...(init as RequestInit), keepalive: true }),
      }),
    ],
  });
  return client.workflows.saveDraft.mutate(input);
}
