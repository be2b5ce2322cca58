// Every check of the project, from a fresh clone. Runs on whatever Node the machine has, so it uses no package.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBubblewrap } from "./ensure-bubblewrap.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";

const usage = `Usage: npm test

Runs everything: lint, layers, types, migrations, unit, integration and browser tests, after installing what they
need. The last line counts them all: "N passed, N failed". Ends with 1 when anything failed.
Parts of it: npm run lint | layers | types | test:unit | test:integration | test:browser
`;

const root = path.resolve(import.meta.dirname, "..");
const reports = mkdtempSync(path.join(tmpdir(), "millrace-reports-"));
const total = { passed: 0, failed: 0, skipped: 0 };

if (process.argv.includes("--help")) process.stdout.write(usage);
else {
  try {
    await ensureInstalled();
    await ensureBubblewrap();
    await ensureChromium();
    await check("lint", ["run", "-s", "lint"]);
    await check("layers", ["run", "-s", "layers"]);
    await check("migrations", ["run", "-s", "migrations", "--", "check"]);
    await ensureBuilt();
    await check("types", ["run", "-s", "types"]);
    await suite("unit tests", "unit", readVitest);
    await suite("integration tests", "integration", readVitest);
    await suite("browser tests", "browser", readPlaywright);
  } catch (error) {
    process.stderr.write(`${error.output ?? ""}\n${error.stack}\n`);
    total.failed += 1;
  }
  rmSync(reports, { recursive: true, force: true });
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** One check that passes or fails as a whole. */
async function check(name, args) {
  const code = await npm(name, args);
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

/** Many tests. A runner that ends badly without a failed test to show for it counts as one. */
async function suite(title, name, readReport) {
  const report = path.join(reports, `${name}.json`);
  const flags = name === "browser" ? [] : ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await npm(title, ["run", "-s", `test:${name}`, "--", ...flags], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const counts = readCounts(report, readReport);
  total.passed += counts.passed;
  total.skipped += counts.skipped;
  total.failed += code === 0 ? counts.failed : Math.max(1, counts.failed);
}

function readCounts(report, readReport) {
  try {
    return readReport(JSON.parse(readFileSync(report, "utf8")));
  } catch (error) {
    process.stderr.write(`There is no report to count: ${error.message}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests } = report;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

function readPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function npm(title, args, env = {}) {
  process.stdout.write(`\n── ${title} ${"─".repeat(Math.max(0, 76 - title.length))}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
