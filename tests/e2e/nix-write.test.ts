import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Output } from "../../lib/nix/outputs.ts";
import { SYSTEMS } from "../../lib/nix/systems.ts";
import { nixText, STUB_ARGS, testWithNix } from "../support/nix.ts";
import { openSandbox, type Sandbox } from "../support/sandbox.ts";
import { testWithTool } from "../support/tools.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
  const folder = join(sandbox.home, "config/profiles/origin");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "mine.toml"), 'extends = "low-latency"\naliases = "m"\n[hls]\nlistSize = 9\n');
  await writeFile(join(folder, "debug.toml"), "[encoder]\nframerate = 24\n");
  await writeFile(join(sandbox.home, "rush.json"), '{"clients": 77}');
}, 60_000);

afterAll(() => sandbox[Symbol.asyncDispose]());

const WORDS = ["--profile-file", "rush.json", "--component", "swarm"];
const SETTINGS = ["--set", "hls.segmentDuration=4", "--set", "rampRate=3"];

/** Runs hlsctl and gives the folder it names. */
async function write(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await sandbox.run(["nix", "write", ...words]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout.trim();
}

describe("hlsctl nix write", () => {
  test("gives a folder of the cache, the same from two at once, with the bundle of this very program", async () => {
    const folders = await Promise.all([write(), write()]);
    expect(folders[1]).toBe(folders[0] ?? "");
    expect(folders[0]).toStartWith(join(sandbox.home, "cache/flakes/"));
    const text = await Bun.file(join(folders[0] ?? "", "nix/bundle/hlsctl.js")).text();
    const version = async (argv: string[]) => JSON.parse(await Bun.$`${argv} version --json`.text()).data;
    await writeFile(join(sandbox.home, "hlsctl.js"), text);
    const own = await sandbox.json(["version"]);
    const inside = await version([process.execPath, join(sandbox.home, "hlsctl.js")]);
    expect(inside).toEqual({ ...(own as object), target: "bun", bun: Bun.version });
  });

  test("writes nothing in a dry run, and names every file it would write", async () => {
    const { status, stdout } = await sandbox.run(["nix", "write", "dry/run", "--dry-run"]);
    expect(status).toBe(0);
    expect(stdout).toContain("new        flake.nix");
    expect(stdout).toContain("new        profiles/origin/mine.toml");
    expect(await Bun.file(join(sandbox.home, "dry")).exists()).toBe(false);
    const before = await readdir(join(sandbox.home, "cache/flakes"));
    await write("--dry-run", "--set", "hls.listSize=30");
    expect(await readdir(join(sandbox.home, "cache/flakes"))).toEqual(before);
  });

  test("keeps out of an edited folder, ends with 5 and names the file; a second write changes nothing", async () => {
    const folder = await write("kept");
    expect(await sandbox.json(["nix", "write", "kept"])).toMatchObject({
      created: [],
      updated: [],
      removed: [],
    });
    await writeFile(join(folder, "nix/lib.nix"), "{ }");
    const { status, stdout } = await sandbox.run(["nix", "write", "kept", "--json"]);
    expect(status).toBe(5);
    expect(JSON.parse(stdout).error).toMatchObject({
      id: "folder-edited",
      message: expect.stringContaining("nix/lib.nix"),
    });
    const forced = await sandbox.run(["nix", "write", "kept", "--force"]);
    expect(forced.stderr).toContain("Overwritten: nix/lib.nix.");
  });

  test.each([
    ["a file", "rush.json", 2],
    ["the cache", "cache/flakes", 2],
    ["a place where nothing can be made", "/proc/hlsctl", 7],
  ])("refuses %s", async (_title, name, status) => {
    expect((await sandbox.run(["nix", "write", name])).status).toBe(status);
  });

  testWithTool("git", "in a checkout tells what Nix does not see yet", async () => {
    await Bun.$`git init -q ${join(sandbox.home, "repo")}`;
    const { stderr } = await sandbox.run(["nix", "write", "repo/sub"]);
    expect(stderr).toContain("git add");
    expect(stderr).toContain(`path:${sandbox.home}/repo/sub#test-origin`);
    expect((await sandbox.run(["nix", "write", "repo/sub"])).stderr).not.toContain("git add");
  });
});

describe("a written flake", () => {
  test("is written once more by the hlsctl in it, the same to the last byte", async () => {
    const folder = await write(...WORDS);
    const home = join(sandbox.home, "inside");
    const env = { HLSCTL_HOME: home, HLSCTL_PROFILES: join(folder, "profiles") };
    const program = [process.execPath, join(folder, "nix/bundle/hlsctl.js")];
    const child = Bun.spawnSync([...program, "nix", "write"], { cwd: sandbox.home, env });
    expect(basename(child.stdout.toString().trim())).toBe(basename(folder));
  });

  testWithNix("is accepted with its lock as it is, without network", async () => {
    const folder = await write("locked");
    const before = await Bun.file(join(folder, "flake.lock")).text();
    await nixText(["flake", "metadata", "--no-update-lock-file", `path:${folder}`]);
    expect(await Bun.file(join(folder, "flake.lock")).text()).toBe(before);
  });

  testWithNix("resolves profiles and settings of the user's as hlsctl does", async () => {
    const folder = await write(...WORDS, ...SETTINGS);
    const configs = await resolvedByNix(folder, "test-origin", ["mine", "m", "debug", "4k-abr"]);
    for (const [name, found] of Object.entries(configs)) {
      const shown = await sandbox.json(["profiles", "show", name, "--set", "hls.segmentDuration=4"]);
      const { config, cache } = shown as Record<string, unknown>;
      expect(found).toMatchObject({ config, cache });
    }
    const { rush } = await resolvedByNix(folder, "swarm-client", ["rush"]);
    expect(rush).toMatchObject({ config: { clients: 77, rampRate: 3 } });
  });

  testWithNix("has on every system the packages that nix show lists", async () => {
    const folder = await write(...WORDS);
    for (const system of SYSTEMS) {
      const flake = `path:${folder}#packages.${system}`;
      const argv = ["eval", "--json", ...STUB_ARGS, flake, "--apply", "builtins.attrNames"];
      const theirs: string[] = JSON.parse(await nixText(argv));
      const shown = await sandbox.json(["nix", "show", ...WORDS, "--system", system]);
      const ours = (shown as { outputs: Output[] }).outputs.map(({ name }) => name);
      expect(theirs.filter((name) => name !== "default")).toEqual(ours.toSorted());
      expect(theirs).toContain("default");
    }
  });
});

/** What the Nix code of a written folder makes of profiles. */
async function resolvedByNix(folder: string, component: string, names: readonly string[]) {
  const expression = `let
    overrides = builtins.fromJSON (builtins.readFile ${folder}/overrides.json);
    system = import ${folder}/nix/${component}/config {
      profilesDir = ${folder}/profiles;
      overrides = overrides.${component === "test-origin" ? "origin" : "swarm"};
    };
    names = builtins.fromJSON ''${JSON.stringify(names)}'';
  in builtins.listToAttrs (map (name: { inherit name; value = system.resolve name { }; }) names)`;
  const text = await nixText(["eval", "--impure", "--json", "--expr", expression]);
  return JSON.parse(text) as Record<string, Record<string, unknown>>;
}
