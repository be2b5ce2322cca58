import { expect, test } from "vitest";
import { validateDefinition } from "@/workflows/definition/validate-definition";
import { workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";
import { helloTemplate } from "@/workflows/templates/hello";
import { httpTemplate } from "@/workflows/templates/http";

test.each([
  ["hello", helloTemplate],
  ["http", httpTemplate("hook-abc23456")],
])("the template %s can be deployed as it is", (_, definition) => {
  expect(workflowDefinitionSchema.parse(definition)).toEqual(definition);
  expect(validateDefinition(definition)).toEqual([]);
});
