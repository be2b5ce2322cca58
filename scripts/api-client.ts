import superjson from "superjson";

/** The product's own API, as the browser uses it. */
export type ApiClient = {
  query<T>(procedure: string, input?: unknown): Promise<T>;
  mutate<T>(procedure: string, input?: unknown): Promise<T>;
};

/** Signs in with a one-time link, which is used up by it. */
export async function signInWithLink(url: string, link: string | null): Promise<ApiClient> {
  const token = link?.split("#token=")[1];
  if (token === undefined) throw new Error("The installation printed no sign-in link.");
  const response = await fetch(`${url}/api/auth/sign-in/link`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`The sign-in link was refused with ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((value) => value.split(";")[0])
    .join("; ");
  return createApiClient(url, cookie);
}

/** For somebody who is signed in already, by the `cookie` header of their browser. */
export function createApiClient(url: string, cookie: string): ApiClient {
  return {
    query: (procedure, input) => {
      const query = input === undefined ? "" : `?input=${encodeURIComponent(superjson.stringify(input))}`;
      return call(fetch(`${url}/api/trpc/${procedure}${query}`, { headers: { cookie } }));
    },
    mutate: (procedure, input) =>
      call(
        fetch(`${url}/api/trpc/${procedure}`, {
          method: "POST",
          headers: { cookie, "content-type": "application/json", origin: url },
          body: superjson.stringify(input ?? null),
        }),
      ),
  };
}

async function call<T>(pending: Promise<Response>): Promise<T> {
  const response = await pending;
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  // safety: the caller names the procedure's own output type.
  return superjson.deserialize((JSON.parse(text) as { result: { data: never } }).result.data) as T;
}
