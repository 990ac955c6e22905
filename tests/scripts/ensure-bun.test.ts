import { afterAll, beforeAll, describe, expect } from "bun:test";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { testWithTool } from "../support/tools.ts";

const SCRIPT = resolve(import.meta.dir, "../../scripts/ensure-bun.mjs");
const PLACEHOLDER = 'echo "Error: the install script was not run." >&2\n';
const REAL = "x".repeat(1024 * 1024);
/** Stands for the package's own install script. */
const INSTALL = 'require("node:fs").writeFileSync("installed", "");\n';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "hlsctl-ensure-"));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Runs the script in a project whose `bun` package has these files. */
async function ensure(name: string, files: Record<string, string>) {
  const project = join(root, name);
  await mkdir(join(project, "scripts"), { recursive: true });
  await cp(SCRIPT, join(project, "scripts/ensure-bun.mjs"));
  for (const [file, text] of Object.entries(files))
    await Bun.write(join(project, "node_modules/bun", file), text);
  const child = Bun.spawn(["node", "scripts/ensure-bun.mjs"], { cwd: project, stderr: "pipe" });
  const [status, said] = await Promise.all([child.exited, child.stderr.text()]);
  const ranInstall = await Bun.file(join(project, "node_modules/bun/installed")).exists();
  return { status, said, ranInstall };
}

describe("before anything runs on Bun", () => {
  testWithTool("node", "its install script is run where npm did not", async () => {
    const files = { "install.js": INSTALL, "bin/bun.exe": PLACEHOLDER };
    expect(await ensure("placeholder", files)).toEqual({ status: 0, said: "", ranInstall: true });
  });

  testWithTool("node", "nothing is done where npm did", async () => {
    const files = { "install.js": INSTALL, "bin/bun.exe": REAL };
    expect(await ensure("real", files)).toEqual({ status: 0, said: "", ranInstall: false });
  });

  testWithTool("node", "a failing install script fails", async () => {
    const files = { "install.js": "process.exit(3);\n", "bin/bun.exe": PLACEHOLDER };
    expect(await ensure("failing", files)).toMatchObject({ status: 3, ranInstall: false });
  });

  testWithTool("node", "missing packages are told with the command that installs them", async () => {
    const { status, said } = await ensure("missing", {});
    expect(status).toBe(1);
    expect(said).toContain("npm ci");
  });
});
