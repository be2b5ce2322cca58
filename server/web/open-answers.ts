import type { Server, ServerResponse } from "node:http";

/** The answers that a server is giving at this moment. */
export type OpenAnswers = {
  /** Ends what would never end by itself, and makes each other answer the last of its connection. */
  finish(): void;
};

export function trackOpenAnswers(server: Server): OpenAnswers {
  const open = new Set<ServerResponse>();
  let isFinishing = false;
  server.on("request", (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    if (isFinishing) response.setHeader("connection", "close");
  });
  return {
    finish: () => {
      isFinishing = true;
      for (const response of open) {
        // A page that listens for changes reconnects by itself, to whoever serves then.
        if (isEventStream(response)) response.destroy();
        else if (!response.headersSent) response.setHeader("connection", "close");
      }
    },
  };
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");
}
