import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { cachedFlakeFolder, flakeDigest, writeCachedFlake } from "../../lib/build/write-flake.ts";
import { bunHost } from "../../lib/host/bun.ts";
import type { Host } from "../../lib/host/host.ts";
import type { FlakeContent } from "../../lib/nix/flake-files.ts";
import { fakeHost } from "../support/fake-host.ts";

const CONTENT: FlakeContent = {
  name: "hlsctl",
  version: "1.0.0",
  files: { "flake.nix": "{ }", "nix/lib/text.nix": "{ }" },
  bundle: "// @bun",
  profiles: [],
  overrides: {},
};

let home: string;
let host: Host;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "hlsctl-flake-"));
  host = { ...bunHost, env: { HLSCTL_HOME: home }, cwd: home };
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function inFlakes(): Promise<string[]> {
  return readdir(join(home, "cache/flakes"));
}

describe("the flake in the cache", () => {
  test("lies in a folder named after its content, with nothing beside it", async () => {
    const folder = await writeCachedFlake(host, CONTENT);
    expect(folder).toBe(cachedFlakeFolder(host, CONTENT));
    expect(folder).toMatch(/\/cache\/flakes\/[0-9a-f]{24}$/);
    expect(await inFlakes()).toEqual([folder.slice(-24)]);
    expect((await stat(join(folder, "nix/lib/text.nix"))).mode & 0o777).toBe(0o644);
    expect((await stat(folder)).mode & 0o022).toBe(0);
  });

  test("is another one for other texts, other paths and other settings", () => {
    const digests = [
      [{ path: "a", text: "b" }],
      [{ path: "a", text: "c" }],
      [{ path: "ab", text: "" }],
      [
        { path: "a", text: "b" },
        { path: "c", text: "" },
      ],
    ].map(flakeDigest);
    expect(new Set(digests).size).toBe(4);
  });

  test("that is whole is not written again", async () => {
    const folder = await writeCachedFlake(host, CONTENT);
    const before = await stat(join(folder, "flake.nix"));
    expect(await writeCachedFlake(host, CONTENT)).toBe(folder);
    expect((await stat(join(folder, "flake.nix"))).ino).toBe(before.ino);
  });

  const damages: [string, (folder: string) => Promise<unknown>][] = [
    ["a file is missing", (folder) => rm(join(folder, "flake.nix"))],
    ["a file was changed", (folder) => writeFile(join(folder, "flake.nix"), "{ x = 1; }")],
    ["a file was added", (folder) => writeFile(join(folder, "nix/more.nix"), "{ }")],
    ["a folder was added", (folder) => mkdir(join(folder, "nix/more"))],
    [
      "a file is a link",
      async (folder) => {
        await rm(join(folder, "flake.nix"));
        await writeFile(join(home, "elsewhere"), "{ }");
        await symlink(join(home, "elsewhere"), join(folder, "flake.nix"));
      },
    ],
    [
      "it is a file",
      async (folder) => {
        await rm(folder, { recursive: true });
        await writeFile(folder, "");
      },
    ],
  ];
  test.each(damages)("is written anew as a whole when %s", async (_title, damage) => {
    const folder = await writeCachedFlake(host, CONTENT);
    await damage(folder);
    await writeCachedFlake(host, CONTENT);
    const files = await readdir(folder, { recursive: true });
    expect(files.sort()).toEqual([
      "flake.nix",
      "nix",
      "nix/bundle",
      "nix/bundle/hlsctl.js",
      "nix/lib",
      "nix/lib/text.nix",
      "package.json",
    ]);
    expect(await Bun.file(join(folder, "flake.nix")).text()).toBe("{ }");
    expect((await lstat(join(folder, "flake.nix"))).isFile()).toBe(true);
    expect(await inFlakes()).toHaveLength(1);
  });

  test("comes from eight writers at once, with a damaged one in the way", async () => {
    const folder = await writeCachedFlake(host, CONTENT);
    await rm(join(folder, "flake.nix"));
    const folders = await Promise.all(Array.from({ length: 8 }, () => writeCachedFlake(host, CONTENT)));
    expect(new Set(folders)).toEqual(new Set([folder]));
    expect(await Bun.file(join(folder, "flake.nix")).text()).toBe("{ }");
    expect(await inFlakes()).toHaveLength(1);
  });

  test("takes the place of those that nobody wrote for a month, and of nothing else", async () => {
    const old = await writeCachedFlake(host, CONTENT);
    const recent = await writeCachedFlake(host, { ...CONTENT, version: "1.0.1" });
    await mkdir(join(home, "cache/flakes/mine"));
    for (const path of [old, join(home, "cache/flakes/mine")]) await utimes(path, 0, 0);
    const now = await writeCachedFlake(host, { ...CONTENT, version: "1.0.2" });
    expect((await inFlakes()).sort()).toEqual([recent, now, "mine"].map((path) => basename(path)).sort());
  });

  test("that cannot be written says why", async () => {
    const at = (code: string) =>
      writeCachedFlake(fakeHost({ unwritable: { "/home/ana/.cache": code } }), CONTENT);
    const hint = expect.stringContaining("Set HLSCTL_HOME to a folder of your own.");
    await expect(at("EROFS")).rejects.toMatchObject({ id: "directory-unwritable", hint });
    await expect(at("ENOSPC")).rejects.toMatchObject({ id: "disk-full", hint });
  });
});
