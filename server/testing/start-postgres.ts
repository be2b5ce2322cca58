import { startEmbeddedPostgres } from "@/server/database/embedded-postgres";

// Run as a process of its own, so that a test can kill whoever started a database server.
const [dataDir = ""] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ dataDir, onLine: () => {} });
process.send?.(server.pid);
