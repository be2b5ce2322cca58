type Hook = { readonly method: string; readonly url: string };

const methodsWithBody = new Set(["POST", "PUT", "PATCH", "ANY"]);

/** A line for a shell that calls the hook and shows the whole answer. */
export function curlLine({ method, url }: Hook): string {
  const quotedUrl = `'${url.replaceAll("'", "'\\''")}'`;
  if (!methodsWithBody.has(method)) return `curl -i -X ${method} ${quotedUrl}`.replace("-X GET ", "");
  const verb = method === "ANY" || method === "POST" ? "" : `-X ${method} `;
  return `curl -i ${verb}${quotedUrl} -H 'content-type: application/json' -d '{"name":"Ada"}'`;
}
