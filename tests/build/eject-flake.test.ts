import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ejectFlake } from "../../lib/build/eject-flake.ts";
import { bunHost } from "../../lib/host/bun.ts";
import type { Host } from "../../lib/host/host.ts";
import type { FlakeContent } from "../../lib/nix/flake-files.ts";
import { MANIFEST_PATH, parseManifest } from "../../lib/nix/manifest.ts";
import { fakeHost } from "../support/fake-host.ts";

const CONTENT: FlakeContent = {
  name: "hlsctl",
  version: "1.0.0",
  files: { "flake.nix": "{ }", "nix/lib.nix": "{ a = 1; }", "nix/old/only.nix": "{ }" },
  bundle: "// @bun",
  profiles: [],
  overrides: {},
};
/** As a later hlsctl would write it. */
const LATER: FlakeContent = { ...CONTENT, files: { "flake.nix": "{ }", "nix/lib.nix": "{ a = 2; }" } };

const WRITE = { force: false, dryRun: false };
const FORCE = { force: true, dryRun: false };
const FILES = [
  "README.md",
  "flake.nix",
  "nix/bundle/hlsctl.js",
  "nix/lib.nix",
  "nix/old/only.nix",
  "package.json",
];

let home: string;
let folder: string;
let host: Host;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "hlsctl-eject-")));
  folder = join(home, "mine/flake");
  host = { ...bunHost, env: { HLSCTL_HOME: join(home, "hls") }, cwd: home };
});

afterEach(() => rm(home, { recursive: true, force: true }));

/** Everything in the folder that is no folder, links included. */
async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const text = (path: string) => Bun.file(join(folder, path)).text();
const put = (path: string, content: string) => writeFile(join(folder, path), content);

describe("a folder of the user's", () => {
  test("gets the flake, a README and a manifest of them", async () => {
    const { plan } = await ejectFlake(host, CONTENT, "mine/flake", WRITE);
    expect(plan.create.toSorted()).toEqual(FILES);
    expect(await files()).toEqual([MANIFEST_PATH, ...FILES].sort());
    const manifest = parseManifest(await text(MANIFEST_PATH), MANIFEST_PATH);
    expect([...manifest.files.keys()].sort()).toEqual(FILES);
  });

  test("is not touched by a second write of the same", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    const before = await host.fs.info(join(folder, MANIFEST_PATH));
    const { plan } = await ejectFlake(host, CONTENT, folder, WRITE);
    expect(plan.same.toSorted()).toEqual(FILES);
    expect(await host.fs.info(join(folder, MANIFEST_PATH))).toEqual(before);
  });

  test("is brought up to date, with what no longer belongs removed and what is the user's left alone", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await mkdir(join(folder, "profiles/origin"), { recursive: true });
    await put("profiles/origin/mine.toml", "x = 1");
    const { plan } = await ejectFlake(host, LATER, folder, WRITE);
    expect(plan).toMatchObject({ update: ["nix/lib.nix"], remove: ["nix/old/only.nix"], create: [] });
    expect(await text("nix/lib.nix")).toBe("{ a = 2; }");
    const left = FILES.filter((path) => path !== "nix/old/only.nix");
    expect(await files()).toEqual([MANIFEST_PATH, "profiles/origin/mine.toml", ...left].sort());
    expect(await readdir(join(folder, "nix"))).not.toContain("old");
  });

  test("with an edited file is refused by name and stays as it is", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await put("nix/lib.nix", "{ a = 5; }");
    const before = await files();
    await expect(ejectFlake(host, LATER, folder, WRITE)).rejects.toMatchObject({
      id: "folder-edited",
      exitCode: 5,
      message: expect.stringContaining("nix/lib.nix"),
      details: { edited: ["nix/lib.nix"], foreign: [] },
    });
    expect(await files()).toEqual(before);
    expect(await text("nix/lib.nix")).toBe("{ a = 5; }");
  });

  test("with a foreign file where one of ours goes is refused by name", async () => {
    await mkdir(folder, { recursive: true });
    await put("flake.nix", "{ mine = true; }");
    await expect(ejectFlake(host, CONTENT, folder, WRITE)).rejects.toMatchObject({
      id: "folder-edited",
      details: { edited: [], foreign: ["flake.nix"] },
    });
    expect(await files()).toEqual(["flake.nix"]);
  });

  test("loses edited and foreign files to --force, and is well again afterwards", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await put("nix/lib.nix", "{ a = 5; }");
    await put(MANIFEST_PATH, "gone wrong");
    const { plan } = await ejectFlake(host, CONTENT, folder, FORCE);
    expect(plan.foreign).toEqual(["nix/lib.nix"]);
    const again = await ejectFlake(host, LATER, folder, WRITE);
    expect(again.plan).toMatchObject({ update: ["nix/lib.nix"], remove: ["nix/old/only.nix"] });
  });

  test("keeps a README of the user's, and an edited file that hlsctl no longer writes", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await put("README.md", "Ours.");
    await put("nix/old/only.nix", "{ mine = true; }");
    const { plan } = await ejectFlake(host, LATER, folder, FORCE);
    expect(plan.kept.toSorted()).toEqual(["README.md", "nix/old/only.nix"]);
    expect(await text("README.md")).toBe("Ours.");
    expect(await text("nix/old/only.nix")).toBe("{ mine = true; }");
  });

  test("is looked at and left alone by a dry run, which refuses the same", async () => {
    const dry = { force: false, dryRun: true };
    const { plan } = await ejectFlake(host, CONTENT, folder, dry);
    expect(plan.create.toSorted()).toEqual(FILES);
    expect(await host.fs.info(join(home, "mine"))).toBeUndefined();
    await ejectFlake(host, CONTENT, folder, WRITE);
    await put("flake.nix", "");
    await expect(ejectFlake(host, CONTENT, folder, dry)).rejects.toMatchObject({ id: "folder-edited" });
  });

  test("loses what a killed writer left in it, and nothing that is being written", async () => {
    const [stale, fresh] = [join(folder, ".hlsctl-aside-1"), join(folder, ".hlsctl-aside-2")];
    await mkdir(stale, { recursive: true });
    await mkdir(fresh);
    await utimes(stale, 0, 0);
    await ejectFlake(host, CONTENT, folder, WRITE);
    const left = (await readdir(folder)).filter((name) => name.startsWith(".hlsctl-aside"));
    expect(left).toEqual([".hlsctl-aside-2"]);
  });

  test("is written by one after the other when two write different things into it", async () => {
    for (let round = 0; round < 5; round += 1) {
      await rm(folder, { recursive: true, force: true });
      await Promise.all([CONTENT, LATER].map((content) => ejectFlake(host, content, folder, WRITE)));
      const { files: written } = parseManifest(await text(MANIFEST_PATH), MANIFEST_PATH);
      expect(await files()).toEqual([MANIFEST_PATH, ...written.keys()].sort());
      const isOld = written.has("nix/old/only.nix");
      expect(await text("nix/lib.nix")).toBe(isOld ? "{ a = 1; }" : "{ a = 2; }");
    }
  });

  test("that another hlsctl does not let go of is refused", async () => {
    let nowMs = 0;
    const sleep = async (ms: number) => {
      nowMs += ms;
    };
    const clock = { nowMs: () => nowMs, sleep };
    const native = { ...host.native, lockFile: () => undefined };
    await expect(ejectFlake({ ...host, clock, native }, CONTENT, folder, WRITE)).rejects.toMatchObject({
      id: "folder-in-use",
      exitCode: 5,
      hint: expect.stringContaining(join(folder, ".hlsctl-lock")),
    });
    expect(await files()).toEqual([]);
  });

  test("may be written by four at once", async () => {
    await Promise.all(Array.from({ length: 4 }, () => ejectFlake(host, CONTENT, folder, WRITE)));
    const { plan } = await ejectFlake(host, CONTENT, folder, WRITE);
    expect(plan.same).toHaveLength(FILES.length);
    expect(await files()).toEqual([MANIFEST_PATH, ...FILES].sort());
  });
});

describe("links", () => {
  test("in the folder are not followed, not even with --force", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await rename(join(folder, "nix"), join(home, "elsewhere"));
    await symlink(join(home, "elsewhere"), join(folder, "nix"));
    await writeFile(join(home, "elsewhere/lib.nix"), "{ theirs = true; }");
    for (const options of [WRITE, FORCE]) {
      await expect(ejectFlake(host, LATER, folder, options)).rejects.toMatchObject({
        id: "folder-edited",
        message: expect.stringContaining("nix is a link"),
      });
    }
    expect(await Bun.file(join(home, "elsewhere/lib.nix")).text()).toBe("{ theirs = true; }");
  });

  test("in place of a file count as edited, and --force replaces the link, not its target", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    await writeFile(join(home, "target"), "theirs");
    await rm(join(folder, "flake.nix"));
    await symlink(join(home, "target"), join(folder, "flake.nix"));
    await expect(ejectFlake(host, CONTENT, folder, WRITE)).rejects.toMatchObject({
      details: { edited: ["flake.nix"] },
    });
    await ejectFlake(host, CONTENT, folder, FORCE);
    expect(await text("flake.nix")).toBe("{ }");
    expect(await Bun.file(join(home, "target")).text()).toBe("theirs");
  });

  test("to the folder itself are the user's way of naming it", async () => {
    await mkdir(join(home, "real"));
    await symlink(join(home, "real"), join(home, "alias"));
    const ejected = await ejectFlake(host, CONTENT, "alias/new", WRITE);
    expect(ejected.folder).toBe(join(home, "real/new"));
  });
});

describe("a folder that cannot be one is refused", () => {
  test("a file, what is below a file, no name", async () => {
    await writeFile(join(home, "file"), "");
    for (const name of ["file", "file/below", "", " "]) {
      await expect(ejectFlake(host, CONTENT, name, WRITE)).rejects.toMatchObject({ id: "usage-bad-value" });
    }
  });

  test("a link to nothing, a link in a circle, and what is below them", async () => {
    await symlink("nowhere", join(home, "d6"));
    await symlink("loop", join(home, "loop"));
    for (const [name, says] of [
      ["d6", "d6 is a link to nowhere, which is not there."],
      ["d6/new", "d6 is a link to nowhere, which is not there."],
      ["loop", "its links go in a circle"],
      ["loop/new/er", "its links go in a circle"],
    ] as const) {
      await expect(ejectFlake(host, CONTENT, name, WRITE)).rejects.toMatchObject({
        id: "usage-bad-value",
        message: expect.stringContaining(says),
      });
    }
    expect((await readdir(home)).sort()).toEqual(["d6", "loop"]);
  });

  test.each([
    ["a name of 300 characters", "n".repeat(300)],
    ["a path of 5000 characters", "some/".repeat(1000)],
  ])("%s", async (_title, name) => {
    await expect(ejectFlake(host, CONTENT, name, WRITE)).rejects.toMatchObject({
      id: "directory-unwritable",
      message: expect.stringContaining("its name is too long"),
    });
    expect(await readdir(home)).toEqual([]);
  });

  test("one whose manifest cannot be read, as that", async () => {
    const closed = fakeHost({ files: { [`/srv/${MANIFEST_PATH}`]: { text: "", error: "EACCES" } } });
    await expect(ejectFlake(closed, CONTENT, "/srv", WRITE)).rejects.toMatchObject({
      id: "permission-denied",
      message: `/srv/${MANIFEST_PATH} cannot be read: you may not.`,
    });
  });

  test.each(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "EEXIST", "EISDIR"])(
    "one that comes to %s while it is made",
    async (code) => {
      const makeDirectory = () => Promise.reject(Object.assign(new Error(code), { code }));
      const failing = { ...host, fs: { ...host.fs, makeDirectory } };
      await expect(ejectFlake(failing, CONTENT, folder, WRITE)).rejects.toMatchObject({
        id: "directory-unwritable",
      });
    },
  );

  test("hlsctl's cache and what lies in it, by another name too", async () => {
    await mkdir(join(home, "hls/cache"), { recursive: true });
    await symlink(join(home, "hls"), join(home, "alias"));
    for (const name of ["hls/cache", "hls/cache/flakes/x", "alias/cache/new"]) {
      await expect(ejectFlake(host, CONTENT, name, WRITE)).rejects.toMatchObject({
        id: "usage-bad-value",
        message: expect.stringContaining("cache"),
      });
    }
  });

  test("one where nothing can be written, or a folder in it where nothing can", async () => {
    const closed = fakeHost({ unwritable: { "/srv": "EROFS" }, files: { "/srv/": "" } });
    await expect(ejectFlake(closed, CONTENT, "/srv/flake", WRITE)).rejects.toMatchObject({
      id: "directory-unwritable",
      message: expect.stringContaining("read-only"),
    });
    const partly = fakeHost({ unwritable: { "/srv/nix": "EACCES" }, files: { "/srv/nix/": "" } });
    await expect(ejectFlake(partly, CONTENT, "/srv", WRITE)).rejects.toMatchObject({
      id: "directory-unwritable",
    });
    expect(partly.log).toEqual([]);
  });

  test("and a disk that fills leaves the folder as it was", async () => {
    await ejectFlake(host, CONTENT, folder, WRITE);
    const before = await files();
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    let writes = 0;
    const writeText: Host["fs"]["writeText"] = (...args) => {
      writes += 1;
      return writes > 1 ? Promise.reject(full) : host.fs.writeText(...args);
    };
    const filling = { ...host, fs: { ...host.fs, writeText } };
    const more = { ...LATER, files: { ...LATER.files, "nix/new.nix": "{ }" } };
    await expect(ejectFlake(filling, more, folder, WRITE)).rejects.toMatchObject({ id: "disk-full" });
    expect(await files()).toEqual(before);
    expect(await text("nix/lib.nix")).toBe("{ a = 1; }");
  });
});
