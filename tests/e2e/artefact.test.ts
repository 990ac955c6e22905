import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmod, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOST_TARGET } from "../../scripts/build-targets.ts";
import { binary } from "../support/binary.ts";
import { testWithTool } from "../support/tools.ts";

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

let hlsctl: string;
let root: string;

beforeAll(async () => {
  hlsctl = await binary();
  root = await mkdtemp(join(tmpdir(), "hlsctl-artefact-"));
}, 120_000);

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function run(argv: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  const child = Bun.spawn([...argv], { cwd, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  return { status, stdout, stderr };
}

async function folder(name: string, files: Record<string, string> = {}): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) await Bun.write(join(path, file), text);
  return path;
}

describe("the binary alone", () => {
  test("tells version, commit and target in an empty folder with an empty home and environment", async () => {
    const cwd = await folder("empty");
    const { status, stdout, stderr } = await run([hlsctl, "version", "--json"], cwd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { data } = JSON.parse(stdout);
    expect(data.target).toBe(HOST_TARGET);
    expect(data.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(data.commit).toMatch(/^([0-9a-f]{7,40}(-dirty)?|unknown)$/);
  });

  test("carries the profiles and needs no package beside it", async () => {
    const cwd = await folder("alone", { "node_modules/valibot/index.js": "throw new Error('not mine');" });
    const { status, stdout } = await run([hlsctl, "profiles", "show", "default", "--json"], cwd);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).data.derived.gopSize).toBe(60);
  });

  if (process.getuid?.() === 0) {
    testWithTool("setpriv", "runs for a user without a name and without HOME", async () => {
      const cwd = await folder("nameless");
      await Promise.all([root, cwd].map((path) => chmod(path, 0o755)));
      await copyFile(hlsctl, join(cwd, "hlsctl"));
      const nobody = ["setpriv", "--reuid=54321", "--clear-groups", join(cwd, "hlsctl")];
      const { status, stderr } = await run([...nobody, "profiles", "list"], cwd, { PATH: "/usr/bin:/bin" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    });
  }
});

describe("a hostile folder", () => {
  const FILES = {
    ".env": "HLSCTL_HOME=planted\nFORCE_COLOR=1\nXDG_CONFIG_HOME=planted\n",
    "bunfig.toml": 'preload = ["./preload.ts"]\n',
    "preload.ts": 'import { writeFileSync } from "node:fs"; writeFileSync("preload-ran", "");\n',
    "planted/config/profiles/origin/planted.toml": 'description = "planted"\n',
    "show.ts": 'console.log(process.env.HLSCTL_HOME ?? "unset");\n',
  };

  /** Bun itself resolves nothing any more with these. */
  const REROUTED = {
    "tsconfig.json": '{ "compilerOptions": { "paths": { "*": ["./preload.ts"] } } }\n',
    "package.json": '{ "type": "commonjs", "imports": { "#*": "./preload.ts" } }\n',
  };

  test("is obeyed by bun itself, so that the trap is known to be set", async () => {
    const cwd = await folder("control", FILES);
    const { stdout } = await run([process.execPath, "show.ts"], cwd);
    expect(stdout.trim()).toBe("planted");
    expect(await Bun.file(join(cwd, "preload-ran")).exists()).toBeTrue();
  });

  test("gives the binary neither environment nor code", async () => {
    const cwd = await folder("hostile", { ...FILES, ...REROUTED });
    const { status, stdout } = await run([hlsctl, "profiles", "list"], cwd, { HOME: cwd });
    expect(status).toBe(0);
    expect(stdout).toContain("default");
    expect(stdout).not.toContain("planted");
    expect(stdout).not.toContain("\u001b[");
    expect(await Bun.file(join(cwd, "preload-ran")).exists()).toBeFalse();
  });
});

describe("pipes", () => {
  /** Each is a finding of its own; together they fill several pipe buffers of 64 KiB. */
  const VARIANT_COUNT = 2000;

  async function folderOfMistakes(): Promise<string> {
    const variants = Array.from({ length: VARIANT_COUNT }, () => "no table");
    return folder("pipes", { "many.json": JSON.stringify({ variants }) });
  }

  test("a long answer reaches a slow reader whole", async () => {
    const cwd = await folderOfMistakes();
    const script = '"$0" profiles show --set-file many.json --json | dd bs=512 status=none';
    const { stdout } = await run(["sh", "-c", script, hlsctl], cwd, { PATH: process.env.PATH ?? "" });
    expect(stdout.length).toBeGreaterThan(4 * 64 * 1024);
    const answer = JSON.parse(stdout);
    expect(answer.error.id).toBe("config-invalid");
    expect(answer.error.details).toHaveLength(VARIANT_COUNT);
  });

  test("a reader that leaves early is no error to tell about", async () => {
    const cwd = await folderOfMistakes();
    const script = '"$0" profiles show --set-file many.json --json | true';
    const { stderr } = await run(["sh", "-c", script, hlsctl], cwd, { PATH: process.env.PATH ?? "" });
    expect(stderr).toBe("");
  });
});
