import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderMedia } from "../../lib/origin/folder-media.ts";
import { originOf } from "../support/configs.ts";
import { removeFolder, temporaryFolder } from "./support/live-servers.ts";
import { MOMENT_MS } from "./support/origin-fixture.ts";

const root = temporaryFolder();
const media = folderMedia(originOf("4k-abr"), root);

function put(path: string, content: string): void {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, MOMENT_MS / 1000, MOMENT_MS / 1000);
}

put("master.m3u8", "#EXTM3U master");
put("720p/stream.m3u8", "#EXTM3U");
put("720p/seg00009.ts", "nine");
put("720p/seg00010.ts", "ten!");
put("720p/seg00011.ts.tmp", "half");
put("240p/stream.m3u8", "no rendition");
put("secret/key.txt", "beside the media");
put(".hidden", "hidden");
writeFileSync(join(root, "..", "outside-of-hlsctl-test"), "outside");

afterAll(() => {
  removeFolder(root);
  removeFolder(join(root, "..", "outside-of-hlsctl-test"));
});

describe("media from a folder", () => {
  test("are segments and playlists of the renditions under their paths", async () => {
    const item = media.lookup("/720p/seg00009.ts", MOMENT_MS);
    expect(await new Response(item?.body).text()).toBe("nine");
    expect(item).toMatchObject({
      kind: "segment",
      sizeBytes: 4,
      modifiedMs: MOMENT_MS,
      etag: '"6b469c21-4"',
    });
    expect(media.lookup("/720p/stream.m3u8", MOMENT_MS)?.kind).toBe("playlist");
    expect(media.lookup("/master.m3u8", MOMENT_MS)?.kind).toBe("master");
  });

  test.each([
    "/720p/seg00011.ts.tmp",
    "/720p/seg9.ts",
    "/240p/stream.m3u8",
    "/secret/key.txt",
    "/stream.m3u8",
    "/seg00009.ts",
    "/720p",
    "/720p/",
    "/",
    "",
    "/.hidden",
    "/720p/../master.m3u8",
    "/../outside-of-hlsctl-test",
    "/720p/stream.m3u8\0",
    `/720p/seg${"0".repeat(300)}.ts`,
  ])("are not %j", (path) => expect(media.lookup(path, MOMENT_MS)).toBeUndefined());

  test("under /files/ are whatever is in it, but nothing outside and nothing hidden", () => {
    const found = [
      "/secret/key.txt",
      "/720p/seg00011.ts.tmp",
      "/.hidden",
      "/../outside-of-hlsctl-test",
      "/720p",
    ].map((path) => media.lookupFile(path, MOMENT_MS) !== undefined);
    expect(found).toEqual([true, true, false, false, false]);
  });

  test("read a playlist anew each time, with validators of the text that was read", async () => {
    const seen = [];
    for (const text of ["#EXTM3U 1", "#EXTM3U two"]) {
      put("720p/next", text);
      renameSync(join(root, "720p/next"), join(root, "720p/stream.m3u8"));
      const item = media.lookup("/720p/stream.m3u8", MOMENT_MS);
      seen.push([await new Response(item?.body).text(), item?.sizeBytes]);
    }
    expect(seen).toEqual([
      ["#EXTM3U 1", 9],
      ["#EXTM3U two", 11],
    ]);
  });

  test("keep every byte of a playlist, whatever its encoding", async () => {
    put("1080p/stream.m3u8", "#EXTINF:2,é漢");
    const item = media.lookup("/1080p/stream.m3u8", MOMENT_MS);
    expect(await new Response(item?.body).text()).toBe("#EXTINF:2,é漢");
    expect(item?.sizeBytes).toBe(15);
  });

  test("are listed without what is hidden; a folder that is not there has no list", () => {
    const names = (directory: string) =>
      media
        .list(directory, MOMENT_MS)
        ?.map((entry) => entry.name)
        .sort();
    expect(names("secret")).toEqual(["key.txt"]);
    expect(names("")).not.toContain(".hidden");
    expect([names("nope"), names("../"), names("..")]).toEqual([undefined, undefined, undefined]);
  });

  test("tell their newest segment", () => {
    expect(media.liveEdges(MOMENT_MS)).toEqual([{ rendition: "720p", sequence: 10 }]);
  });

  test("that cannot be looked at are not there", () => {
    symlinkSync("loop.ts", join(root, "720p/seg00077.ts"));
    symlinkSync("seg00078.ts", join(root, "720p/seg00078.ts"));
    mkdirSync(join(root, "720p/seg00079.ts"));
    chmodSync(join(root, "720p/seg00079.ts"), 0o700);
    const found = [77, 78, 79].map((n) => media.lookup(`/720p/seg000${n}.ts`, MOMENT_MS));
    expect(found).toEqual([undefined, undefined, undefined]);
    expect(media.list("720p", MOMENT_MS)?.map((entry) => entry.name)).not.toContain("seg00078.ts");
  });
});
