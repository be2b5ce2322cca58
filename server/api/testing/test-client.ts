import superjson from "superjson";

export type ApiAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** What the procedure gave, or its error's message. */
  readonly data: unknown;
};

/** One browser's worth of calls, with its cookie. */
export type ApiClient = {
  readonly cookie: string;
  query(procedure: string, input?: unknown): Promise<ApiAnswer>;
  mutate(procedure: string, input?: unknown): Promise<ApiAnswer>;
  /** Any request, with the cookie and the origin of our own pages unless other headers say otherwise. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** The client that a successful sign-in makes of this one. Throws when it is refused. */
  signIn(path: string, body: unknown): Promise<ApiClient>;
};

export function createTestClient(url: string, cookie = ""): ApiClient {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { cookie, origin: url, ...toRecord(init.headers) } });
  const post = (path: string, body: string) =>
    send(path, { method: "POST", body, headers: { "content-type": "application/json" } });

  return {
    cookie,
    send,
    query: async (procedure, input) => {
      const query = input === undefined ? "" : `?input=${encodeURIComponent(superjson.stringify(input))}`;
      return read(await send(`/api/trpc/${procedure}${query}`));
    },
    mutate: async (procedure, input) => read(await post(`/api/trpc/${procedure}`, superjson.stringify(input ?? null))),
    signIn: async (path, body) => {
      const response = await post(path, JSON.stringify(body));
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      const cookies = response.headers.getSetCookie().map((value) => value.split(";")[0]);
      return createTestClient(url, cookies.join("; "));
    },
  };
}

function toRecord(headers: HeadersInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}

async function read(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, data: unwrap(text) };
}

function unwrap(text: string): unknown {
  // safety: the shapes of a tRPC answer with superjson.
  const body = JSON.parse(text) as { result?: { data: never }; error?: never };
  if (body.result !== undefined) return superjson.deserialize(body.result.data);
  return (superjson.deserialize(body.error as never) as { message: string }).message;
}
