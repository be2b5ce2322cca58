import { createServer, type Server } from "node:http";
import type { OpenAnswers } from "@/server/web/open-answers";

const DRAINED_WITHIN_MS = 5_000;

/** Says at once that a port cannot be had, before anything else is started. Gives the number for port 0. */
export async function reservePort(port: number, host: string): Promise<number> {
  const probe = createServer();
  const reserved = await listen(probe, port, host);
  await new Promise((resolve) => probe.close(resolve));
  return reserved;
}

/** Resolves with the port once connections are taken. Says in one line why they cannot be. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(explain(error, port, host))));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Takes no new connection, lets answers under way end, and cuts off what is left after 5 s. */
export async function drain(server: Server, answers: OpenAnswers): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  answers.finish();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAINED_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 1} npm start`;
  }
  if (error.code === "EACCES") return `Port ${port} needs more rights. Choose one from 1024 up: PORT=3000 npm start`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return `HOST ${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`;
  }
  return `The web server could not listen on ${host}:${port}: ${error.message}`;
}
