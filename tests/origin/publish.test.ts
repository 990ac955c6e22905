import { afterEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Failure } from "../../lib/errors.ts";
import type { LiveWindow } from "../../lib/hls/live-window.ts";
import { type Publication, publishMedia } from "../../lib/origin/publish.ts";
import type { ResolvedOrigin } from "../../lib/resolve.ts";
import { originOf } from "../support/configs.ts";
import { hasTool } from "../support/tools.ts";
import { removeFolder, temporaryFolder } from "./support/live-servers.ts";
import { MOMENT_MS, manualClock, sourceOf } from "./support/origin-fixture.ts";

const IS_ROOT = process.getuid?.() === 0;
const SMALL = { listSize: 3, deleteThreshold: 2 };
const origin = originOf("default", { hls: SMALL });
const open: (() => unknown)[] = [];
const canMount = IS_ROOT && hasTool("mount") && mountable();

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function folder(): string {
  const path = temporaryFolder();
  open.push(() => removeFolder(path));
  return path;
}

async function start(directory: string, of: ResolvedOrigin = origin) {
  const clock = manualClock(MOMENT_MS);
  const log: string[] = [];
  const source = sourceOf(of);
  const publication: Publication = await publishMedia({ clock }, source, directory, (line) => log.push(line));
  open.push(() => publication.stop());
  const names = (n: number) => source.renditions[0]?.nameOf(n) ?? "";
  return { clock, log, source, publication, names, newest: source.window(MOMENT_MS).lastListed };
}

function files(directory: string): string[] {
  return readdirSync(directory).sort();
}

describe("publishing", () => {
  test("begins with the whole window: every listed segment is there when it returns", async () => {
    const directory = folder();
    const { names, newest } = await start(directory);
    const lines = readFileSync(join(directory, "stream.m3u8"), "utf8").split("\n");
    const listed = lines.filter((line) => line.startsWith("seg"));
    expect(listed).toEqual([newest - 2, newest - 1, newest].map(names));
    expect(files(directory)).toEqual(expect.arrayContaining([...listed, "master.m3u8", "stream.m3u8"]));
  });

  test("fills in the segments that are kept, and leaves nothing half-written", async () => {
    const directory = folder();
    const { clock, names, newest } = await start(directory);
    await clock.sleeper();
    const kept = [4, 3, 2, 1, 0].map((back) => names(newest - back));
    expect(files(directory)).toEqual(["master.m3u8", ...kept, "stream.m3u8"]);
  });

  test("wakes exactly when the next segment is complete", async () => {
    const { clock, source, newest } = await start(folder());
    expect(await clock.sleeper()).toBe(source.completeMs(newest + 1) - MOMENT_MS);
  });

  test("writes a playlist only when all it lists is there", async () => {
    const directory = folder();
    const real = sourceOf(origin);
    const missing: string[] = [];
    const renditions = real.renditions.map((rendition) => ({
      ...rendition,
      playlist(window: LiveWindow) {
        for (let n = window.firstListed; n <= window.lastListed; n++) {
          if (!existsSync(join(directory, rendition.nameOf(n)))) missing.push(rendition.nameOf(n));
        }
        return rendition.playlist(window);
      },
    }));
    const clock = manualClock(MOMENT_MS);
    const publication = await publishMedia({ clock }, { ...real, renditions }, directory);
    open.push(() => publication.stop());
    await clock.sleeper();
    clock.set(MOMENT_MS + 2000);
    await clock.sleeper();
    expect(missing).toEqual([]);
  });

  test("gives files the bytes and ages that the embedded server tells", async () => {
    const directory = folder();
    const { clock, source, names, newest } = await start(directory);
    await clock.sleeper();
    const completeMs = source.completeMs(newest + 1);
    clock.set(completeMs);
    await clock.sleeper();
    const segment = join(directory, names(newest + 1));
    expect(
      Buffer.compare(readFileSync(segment), source.renditions[0]?.segment(newest + 1) as Uint8Array),
    ).toBe(0);
    expect([segment, join(directory, "stream.m3u8")].map((path) => statSync(path).mtimeMs)).toEqual([
      completeMs,
      completeMs,
    ]);
  });

  test("removes what is no longer kept", async () => {
    const directory = folder();
    const { clock, source, names, newest } = await start(directory);
    for (const step of [1, 2, 3]) {
      await clock.sleeper();
      clock.set(source.completeMs(newest + step));
    }
    await clock.sleeper();
    const kept = [-1, 0, 1, 2, 3].map((step) => names(newest + step));
    expect(files(directory)).toEqual(["master.m3u8", ...kept, "stream.m3u8"]);
  });

  test("catches up after a pause without making what nobody can ask for", async () => {
    const directory = folder();
    const { clock, log, source, names, newest } = await start(directory);
    await clock.sleeper();
    clock.set(source.completeMs(newest + 100) + 700);
    await clock.sleeper();
    const kept = [96, 97, 98, 99, 100].map((step) => names(newest + step));
    expect(files(directory)).toEqual(["master.m3u8", ...kept, "stream.m3u8"]);
    expect(log).toEqual([`segment ${newest + 1} is published ${99 * 2000 + 700} ms late`]);
  });

  test("follows a clock that is set back", async () => {
    const directory = folder();
    const { clock, source, names, newest } = await start(directory);
    await clock.sleeper();
    clock.jump(source.completeMs(newest - 50));
    await clock.sleeper();
    const kept = [-54, -53, -52, -51, -50].map((step) => names(newest + step));
    expect(files(directory)).toEqual(["master.m3u8", ...kept, "stream.m3u8"]);
    expect(readFileSync(join(directory, "stream.m3u8"), "utf8")).toContain(names(newest - 50));
  });

  test("makes readable files whatever the umask", async () => {
    const directory = folder();
    const before = process.umask(0o077);
    open.push(() => process.umask(before));
    const { names, newest } = await start(directory);
    expect(statSync(join(directory, names(newest))).mode & 0o777).toBe(0o644);
  });

  test("gives each rendition of a ladder its folder", async () => {
    const directory = folder();
    const { clock } = await start(directory, originOf("4k-abr", { hls: SMALL }));
    await clock.sleeper();
    expect(files(directory)).toEqual(["1080p", "2160p", "360p", "480p", "720p", "master.m3u8"]);
    expect(files(join(directory, "360p")).length).toBe(6);
  });
});

describe("a stopped publication", () => {
  test("leaves nothing of its own: no file, no folder that it made", async () => {
    const parent = folder();
    const { publication } = await start(join(parent, "a", "b"), originOf("4k-abr", { hls: SMALL }));
    await publication.stop();
    expect(files(parent)).toEqual([]);
    expect(await publication.ended).toBeUndefined();
  });

  test("leaves what was there before, also segments of others", async () => {
    const directory = folder();
    writeFileSync(join(directory, "seg00001.ts"), "mine");
    mkdirSync(join(directory, "holiday"));
    const { publication, clock } = await start(directory);
    await clock.sleeper();
    await publication.stop();
    expect(files(directory)).toEqual(["holiday", "seg00001.ts"]);
  });
});

describe("a folder that cannot take it", () => {
  test("is a failure before anything else", async () => {
    const directory = folder();
    writeFileSync(join(directory, "file"), "");
    const failure = await failureOf(start(join(directory, "file", "hls")));
    expect([failure.id, failure.message]).toEqual([
      "directory-unwritable",
      expect.stringContaining("ENOTDIR"),
    ]);
  });

  const canProtect = !IS_ROOT || canMount;
  const protectedTest = canProtect ? test : test.skip;
  protectedTest(
    `and is write-protected is one too${canProtect ? "" : " (skipped: cannot mount here)"}`,
    async () => {
      const failure = await failureOf(start(writeProtected()));
      expect([failure.id, failure.exitCode]).toEqual(["directory-unwritable", 7]);
      expect(failure.message).toMatch(/EACCES|EROFS/);
    },
  );

  test("ends the publication when it goes away", async () => {
    const directory = join(folder(), "hls");
    const { clock, source, publication, newest } = await start(directory);
    await clock.sleeper();
    rmSync(directory, { recursive: true });
    clock.set(source.completeMs(newest + 1));
    expect((await publication.ended)?.id).toBe("directory-unwritable");
  });

  const onTmpfs = canMount ? test : test.skip;
  onTmpfs(
    `and is full is a failure, and what was written is gone${canMount ? "" : " (skipped: cannot mount a tmpfs here)"}`,
    async () => {
      const directory = tmpfs("1m");
      const failure = await failureOf(start(directory));
      expect([failure.id, failure.exitCode]).toEqual(["disk-full", 14]);
      expect(failure.message).toContain(directory);
      expect(files(directory)).toEqual([]);
    },
  );

  onTmpfs(
    `and fills up later ends the publication${canMount ? "" : " (skipped: cannot mount a tmpfs here)"}`,
    async () => {
      const directory = tmpfs("3m");
      const { clock, source, publication, newest } = await start(directory);
      await clock.sleeper();
      writeFileSync(join(directory, "ballast"), new Uint8Array(350_000));
      clock.set(source.completeMs(newest + 1));
      expect((await publication.ended)?.id).toBe("disk-full");
      expect(files(directory).filter((name) => name.startsWith("."))).toEqual([]);
      await publication.stop();
      expect(files(directory)).toEqual(["ballast"]);
    },
  );
});

function mountable(): boolean {
  const directory = temporaryFolder();
  const { exitCode } = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=64k", "none", directory], {
    stderr: "ignore",
  });
  if (exitCode === 0) Bun.spawnSync(["umount", directory]);
  removeFolder(directory);
  return exitCode === 0;
}

function tmpfs(size: string): string {
  const directory = folder();
  Bun.spawnSync(["mount", "-t", "tmpfs", "-o", `size=${size}`, "none", directory]);
  open.push(() => Bun.spawnSync(["umount", directory]));
  return directory;
}

/** Root may write wherever the mount is not read-only. */
function writeProtected(): string {
  if (!IS_ROOT) {
    const directory = folder();
    chmodSync(directory, 0o500);
    return directory;
  }
  const directory = tmpfs("1m");
  Bun.spawnSync(["mount", "-o", "remount,ro", directory]);
  return directory;
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof Failure) return outcome;
  throw new Error("no failure");
}
