import { z } from "zod";

const messageSchema = z.object({ workflowId: z.string(), revision: z.number().int() });

/** Tells the other tabs of this browser which revision of a draft was saved. */
export function createDraftChannel(workflowId: string, onSavedElsewhere: (revision: number) => void) {
  const channel = new BroadcastChannel("millrace:drafts");
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = messageSchema.safeParse(data);
    if (message.success && message.data.workflowId === workflowId) onSavedElsewhere(message.data.revision);
  };
  return {
    announce: (revision: number) => channel.postMessage({ workflowId, revision }),
    close: () => channel.close(),
  };
}
