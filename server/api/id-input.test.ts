import { expect, test } from "vitest";
import { idInput } from "@/server/api/id-input";

const nil = "00000000-0000-0000-0000-000000000000";
const id = "01940000-0000-7abc-8000-000000000001";

test.each([
  [id, id],
  [id.toUpperCase(), id],
  ["", nil],
  ["x", nil],
  [`${id} `, nil],
  [`{${id}}`, nil],
  ["\0", nil],
  ["1' OR '1'='1", nil],
])("the id %j is looked for as %s", (input, expected) => {
  expect(idInput.parse(input)).toBe(expected);
});

test.each([[{ not: "" }], [1], [null], [["x"]]])("%j is no id at all", (input) => {
  expect(idInput.safeParse(input).success).toBe(false);
});
