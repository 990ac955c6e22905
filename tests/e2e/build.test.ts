import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HOST_TARGET, TARGETS } from "../../scripts/build-targets.ts";
import { testWithTool } from "../support/tools.ts";

const ROOT = resolve(import.meta.dir, "../..");
const BUILD_MS = 60_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hlsctl-build-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function run(argv: readonly string[], cwd = ROOT): Promise<{ status: number; said: string }> {
  const child = Bun.spawn([...argv], { cwd, stdout: "pipe", stderr: "pipe" });
  const [status, ...said] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { status, said: said.join("") };
}

function build(...argv: readonly string[]): Promise<{ status: number; said: string }> {
  return run([process.execPath, "scripts/build.ts", ...argv]);
}

describe("bun run build", () => {
  testWithTool(
    "sha256sum",
    "names the binary after its target and writes sums that sha256sum accepts, the same each time",
    async () => {
      const [first, second] = [join(folder, "first"), join(folder, "second")];
      expect(await build(HOST_TARGET, "--out", first)).toMatchObject({ status: 0 });
      expect(await build(HOST_TARGET, "--out", second)).toMatchObject({ status: 0 });
      const checked = await run(["sha256sum", "-c", "SHA256SUMS"], first);
      expect(checked).toEqual({ status: 0, said: `hlsctl-${HOST_TARGET}: OK\n` });
      const sums = (name: string) => Bun.file(join(name, "SHA256SUMS")).text();
      expect(await sums(second)).toBe(await sums(first));
    },
    BUILD_MS,
  );

  test("refuses a target it does not know and names those it does", async () => {
    const { status, said } = await build("windows-x64", "--out", join(folder, "none"));
    expect(status).toBe(1);
    expect(said).toContain('"windows-x64"');
    expect(said).toContain(TARGETS.join(", "));
  });
});
