import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { judge, readJunit, type Tally } from "./junit.ts";

/**
 * `npm test`: the static checks, the build, then every test. Ends with `N passed, N failed` and a status to match; each
 * check counts as one test. A skipped test is listed, and where `CI` is set it has failed.
 */
const ROOT = resolve(import.meta.dir, "..");
const CHECKS = ["lint", "types", "dead", "build"];

async function main(): Promise<void> {
  const checks = await Promise.all(CHECKS.map(runCheck));
  const { notes, line, isGood } = judge(checks, await runTests(), Boolean(process.env.CI));
  for (const text of [...notes, line]) console.log(text);
  process.exitCode = isGood ? 0 : 1;
}

/** Runs a package script; what it says is shown only when it fails. */
async function runCheck(name: string): Promise<boolean> {
  const child = Bun.spawn([process.execPath, "run", "--silent", name], {
    cwd: ROOT,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [status, ...said] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  console.log(`${status === 0 ? "✓" : "✗"} ${name}`);
  if (status !== 0) console.log(said.join("").trim());
  return status === 0;
}

async function runTests(): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-test-"));
  try {
    const report = join(folder, "junit.xml");
    const status = await bunTest(report);
    const file = Bun.file(report);
    const tally = (await file.exists())
      ? readJunit(await file.text())
      : { passed: 0, failed: 0, skipped: [] };
    // A file that cannot be loaded, or a runner that dies, ends with a status but no failed test case.
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bunTest(report: string): Promise<number> {
  const flags = ["--timeout=30000", "--only-failures", "--reporter=junit", `--reporter-outfile=${report}`];
  const child = Bun.spawn([process.execPath, "test", ...flags, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  });
  return child.exited;
}

await main();
