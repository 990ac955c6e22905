import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { builtJson, type FakeNixFiles, internalJson, playNix } from "../support/fake-nix.ts";
import { eventually, isRunning, openSandbox, type Running, type Sandbox } from "../support/sandbox.ts";

/** How a run that does not wait for anything ends. */
const SOON_MS = 10_000;

const DRV = "/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-hls-origin.tar.gz.drv";
const STARTED = {
  action: "start",
  id: 1,
  type: 105,
  level: 3,
  text: `building '${DRV}'`,
  fields: [DRV, "", 1, 1],
};

/** No process has such a number. */
const DEAD = 2 ** 22 + 1;

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hlsctl-check-"));
  sandbox = await openSandbox();
}, 60_000);

afterEach(async () => {
  await sandbox[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A Nix whose every build gives an image, and a Docker. */
async function play(files: FakeNixFiles = {}) {
  const archive = join(folder, "image.tar");
  await writeFile(join(folder, "config.json"), "{}");
  const manifest = [{ Config: "config.json", RepoTags: ["hls-origin:default"], Layers: ["config.json"] }];
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await Bun.$`tar -cf ${archive} -C ${folder} manifest.json config.json`;
  const nix = await playNix(join(folder, "nix"), { "build.out": builtJson(archive), ...files });
  const docker = join(folder, "docker");
  await mkdir(docker);
  await symlink(resolve(import.meta.dir, "../support/fake-docker"), join(folder, "nix/bin/docker"));
  return { nix, docker, env: { ...nix.env, FAKE_DOCKER: docker } };
}

const exists = (path: string) => Bun.file(path).exists();
const scratch = () => readdir(join(sandbox.home, "cache/check"));

/** Undefined when it goes on all the same. */
function endOf(running: Running): Promise<number | undefined> {
  return Promise.race([running.exited, Bun.sleep(SOON_MS).then(() => undefined)]);
}

async function startLoading() {
  const { docker, env } = await play();
  const running = sandbox.start(["check", "--only", "containers/origin-plays"], env);
  const isLoading = await eventually(() => exists(join(docker, "loading")), Boolean);
  expect(isLoading).toBe(true);
  return { running, docker };
}

describe("check that is interrupted", () => {
  test("while an image is loaded waits for the load and removes the image", async () => {
    const { running, docker } = await startLoading();
    running.kill("SIGINT");
    expect(await endOf(running)).toBe(130);
    const said = await running.stderr;
    expect(said).toContain("Waiting for docker loading hls-origin:default to end");
    expect(said).toContain("Interrupted; nothing is left running.");
    expect(await exists(join(docker, "loaded"))).toBe(true);
    expect(await exists(join(docker, "image"))).toBe(false);
    expect(await scratch()).toEqual([]);
  }, 20_000);

  test("twice ends at once and says what may be left, each with what removes it", async () => {
    const { running, docker } = await startLoading();
    const ended = await eventually(
      async () => {
        running.kill("SIGINT");
        return !isRunning(running.pid);
      },
      Boolean,
      SOON_MS,
    );
    expect(ended).toBe(true);
    expect(await endOf(running)).toBe(130);
    const said = await running.stderr;
    expect(await exists(join(docker, "loaded"))).toBe(false);
    const home = join(sandbox.home, "cache/check", String(running.pid));
    expect(said).toContain(
      `Interrupted; this may be left: the image hls-origin:default, the folder ${home}.`,
    );
    expect(said).toContain(`  docker rmi hls-origin:default\n  rm -r ${home}\n`);
    expect(said).not.toContain("nothing is left");
    expect(await eventually(() => exists(join(docker, "image")), Boolean)).toBe(true);
  }, 20_000);

  test("while Nix builds ends it and its builder soon", async () => {
    // What tells how it goes must not go on telling.
    const { nix, env } = await play({ "build.err": internalJson(STARTED), "build.hang": "" });
    const running = sandbox.start(["check", "--only", "containers"], env);
    const builder = (await eventually(nix.builder, (pid) => pid !== undefined)) ?? 0;
    expect(isRunning(builder)).toBe(true);
    running.kill("SIGINT");
    expect(await endOf(running)).toBe(130);
    expect(isRunning(builder)).toBe(false);
    expect(await running.stderr).toContain("Interrupted; nothing is left running.");
    expect(await scratch()).toEqual([]);
  }, 20_000);
});

test("a check sweeps containers and folders of checks that were killed", async () => {
  const { docker, env } = await play({ "build.status": "1", "build.out": "" });
  await writeFile(join(docker, "containers"), `hlsctl-check-${DEAD}-x-1\nhlsctl-check-${process.pid}-x-1\n`);
  for (const pid of [DEAD, process.pid]) {
    await mkdir(join(sandbox.home, "cache/check", String(pid)), { recursive: true });
  }
  await sandbox.run(["check", "--only", "containers/origin-plays"], env);
  const calls = (await readFile(join(docker, "calls"), "utf8")).split("\n");
  expect(calls).toContain(`rm --force --volumes hlsctl-check-${DEAD}-x-1`);
  expect(await scratch()).toEqual([String(process.pid)]);
}, 20_000);

test("a flake that cannot be written ends a check with that failure, though no check that ran has failed", async () => {
  const { env } = await play();
  await mkdir(join(sandbox.home, "cache"));
  await writeFile(join(sandbox.home, "cache/flakes"), "no folder");
  const answer = await sandbox.run(["check", "--only", "profiles"], env);
  expect(answer.stdout).toContain("2 passed, 0 failed, 4 skipped");
  expect(answer.stdout).toMatch(/the flake could not be written: \/.*cache\/flakes cannot be written to/);
  expect(answer.stderr).toContain("cache/flakes cannot be written to");
  expect(answer.status).toBe(7);
}, 20_000);

test.each([
  ["packages/written", 0, "1 passed, 0 failed, 0 skipped"],
  ["packages/evaluate", 6, "0 passed, 0 failed, 1 skipped"],
])(
  "a Nix that is too old for nixpkgs ends a check of %s with %d",
  async (only, status, told) => {
    const nix = { version: "nix (Nix) 2.17.1\n", language: "2.17.1" };
    const { env } = await play(nix);
    const answer = await sandbox.run(["check", "--only", only], env);
    expect([answer.status, answer.stdout.includes(told)]).toEqual([status, true]);
  },
  20_000,
);
