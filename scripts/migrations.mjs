// Prisma migrations with no schema-engine binary (its download host is not an npm registry):
//   node scripts/migrations.mjs create NAME   writes prisma/migrations/<ts>_NAME/migration.sql
//   node scripts/migrations.mjs check         exit 1 when schema.prisma has changes no migration holds
// History is replayed on a throw-away PGlite, then the wasm schema engine diffs that database with schema.prisma.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";

const require = createRequire(import.meta.url);
const glue = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
const bg = await import(pathToFileURL(glue));
const { instance } = await WebAssembly.instantiate(readFileSync(join(dirname(glue), "schema_engine_bg.wasm")), {
  "./schema_engine_bg.js": bg,
});
bg.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

const dir = "prisma/migrations",
  path = "prisma/schema.prisma",
  content = readFileSync(path, "utf8");
const files = [{ path, content }];
const names = existsSync(dir)
  ? readdirSync(dir, { withFileTypes: true })
      .filter((d) => d.isDirectory())
      .map((d) => d.name)
      .sort()
  : [];
const db = await PGlite.create();
for (const n of names) await db.exec(readFileSync(join(dir, n, "migration.sql"), "utf8"));
const engine = await bg.SchemaEngine.new(
  { datamodels: [[path, content]] },
  () => {},
  bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(db)),
);
const diff = await engine.diff({
  from: { tag: "schemaDatasource", files, configDir: "prisma" },
  to: { tag: "schemaDatamodel", files },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
});
const [cmd, name] = process.argv.slice(2);
if (cmd === "check") {
  if (diff.exitCode === 2) console.error(`no migration holds these changes of ${path}:\n${diff.stdout}`);
  else console.log("schema.prisma and prisma/migrations agree");
  process.exit(diff.exitCode === 2 ? 1 : 0);
} else if (cmd === "create" && name) {
  if (diff.exitCode !== 2) {
    console.log("nothing to migrate");
    process.exit(0);
  }
  const to = join(dir, `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, "migration.sql"), diff.stdout);
  if (!existsSync(join(dir, "migration_lock.toml")))
    writeFileSync(join(dir, "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(to);
  process.exit(0);
} else {
  console.error("usage: migrations.mjs create NAME | check");
  process.exit(64);
}
