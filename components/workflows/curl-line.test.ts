import { expect, test } from "vitest";
import { curlLine } from "@/components/workflows/curl-line";

const url = "http://localhost:3000/hooks/main/orders";
const body = `-H 'content-type: application/json' -d '{"name":"Ada"}'`;

test.each([
  ["GET", `curl -i '${url}'`],
  ["DELETE", `curl -i -X DELETE '${url}'`],
  ["POST", `curl -i '${url}' ${body}`],
  ["ANY", `curl -i '${url}' ${body}`],
  ["PUT", `curl -i -X PUT '${url}' ${body}`],
])("calls a hook that takes %s", (method, line) => {
  expect(curlLine({ method, url })).toBe(line);
});

test("quotes an address so that a shell reads it as one word", () => {
  expect(curlLine({ method: "GET", url: "http://host/it's" })).toBe(`curl -i 'http://host/it'\\''s'`);
});
