const TEST = "\\.(test|itest|suite|spec)\\.tsx?$";

/** Who may import whom. Lower never imports higher; capabilities meet only in `server/container.ts`. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Type-only cycles count too: they are still two files that cannot be read alone.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "An import that resolves to nothing escapes every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "domain-is-pure",
      comment: "definition, run and engine run anywhere: the browser, a test, a replay. Only zod may come in.",
      severity: "error",
      from: { path: "^workflows/(definition|run|engine|[^/]+\\.ts$)", pathNot: TEST },
      to: { pathNot: ["^workflows/(definition|run|engine)/", "^workflows/[^/]+\\.ts$", "node_modules/zod/"] },
    },
    {
      name: "definition-knows-no-run",
      comment: "What a workflow is does not depend on how one runs.",
      severity: "error",
      from: { path: "^workflows/definition/", pathNot: TEST },
      to: { path: "^workflows/(run|engine)/" },
    },
    {
      name: "workflows-know-no-adapters",
      comment: "The inside of the hexagon. If it needs something from outside, that is a new port.",
      severity: "error",
      from: { path: "^workflows/" },
      to: { path: "^(app|components|server|prisma)/" },
    },
    {
      name: "components-see-domain-and-api-type",
      comment: "UI knows what a workflow is, and the type of the API. Nothing else of the server.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|prisma|server|workflows/(engine|testing|ports))", pathNot: "^server/api/root\\.ts$" },
    },
    {
      name: "components-import-api-as-type",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^server/api/root\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ui-primitives-know-no-product",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(workflows|server)/|^components/(?!ui/)" },
    },
    {
      name: "server-knows-no-ui",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^(app|components)/" },
    },
    {
      name: "capabilities-do-not-meet",
      comment: "ingress, runtime, engine, history … are joined in container.ts, not in each other.",
      severity: "error",
      from: { path: "^server/([^/]+)/", pathNot: ["^server/(api|testing)/", TEST] },
      to: { path: "^server/[^/]+/", pathNot: "^server/$1/" },
    },
    {
      name: "only-stores-touch-prisma",
      severity: "error",
      from: { pathNot: ["^server/db\\.ts$", "^server/.+-store\\.ts$", "^prisma/", TEST] },
      to: { path: "node_modules/@prisma/client|^prisma/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nothing-imports-routes",
      severity: "error",
      from: { pathNot: "^app/" },
      to: { path: "^app/" },
    },
    {
      name: "routes-hold-no-adapters",
      comment: "A page shows components. It never picks a database, a sandbox or a price itself.",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^server/|^prisma/|^workflows/engine/" },
    },
    {
      name: "e2e-is-outside",
      comment: "Journeys use the product as a person does.",
      severity: "error",
      from: { path: "^e2e/" },
      to: { path: "^(app|components|server|workflows)/" },
    },
    {
      name: "test-helpers-stay-in-tests",
      severity: "error",
      from: { pathNot: [TEST, "^workflows/testing/", "^server/testing/", "^e2e/", "^bench/", "^chaos/"] },
      to: { path: "^(workflows|server)/testing/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^prisma/generated/" },
    tsPreCompilationDeps: true,
    parser: "swc",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
