import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const resolve = { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } };
const folders = ["workflows", "server", "components", "scripts", "bench", "chaos"];

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: "unit", include: folders.map((folder) => `${folder}/**/*.test.ts`) } },
      {
        resolve,
        test: {
          name: "integration",
          include: folders.map((folder) => `${folder}/**/*.itest.ts`),
          globalSetup: ["server/testing/postgres-global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
