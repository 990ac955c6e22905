import { expect, test } from "bun:test";
import { vodPlaylist } from "./support/scripts.ts";
import { openStage, type StageOptions } from "./support/stage.ts";
import type { Answer } from "./support/stage-http.ts";

const QUICK = { bytes: 1000, tookMs: 100 };

function play(playlist: string, special: Record<string, Answer> = {}, options: StageOptions = {}) {
  const stage = openStage(({ url }) => {
    if (url.endsWith("m3u8")) return { body: playlist };
    return special[url.split("/").at(-1) ?? ""] ?? QUICK;
  }, options);
  stage.clock.runUntil(100_000);
  return stage;
}

function names(stage: ReturnType<typeof play>): string[] {
  return stage.http.urls(/^(?!.*m3u8)/).map((url) => url.split("/").at(-1) ?? "");
}

test("an init section is loaded before its first segment and when it changes, and by its byte range", () => {
  const stage = play(
    vodPlaylist(4, 2, (n) => {
      if (n === 0) return ['#EXT-X-MAP:URI="init-a.mp4"'];
      return n === 2 ? ["#EXT-X-DISCONTINUITY", '#EXT-X-MAP:URI="init-b.mp4",BYTERANGE="100@20"'] : [];
    }),
  );
  expect(names(stage)).toEqual(["init-a.mp4", "seg0.ts", "seg1.ts", "init-b.mp4", "seg2.ts", "seg3.ts"]);
  expect(stage.http.sent.find(({ url }) => url.includes("init-b"))?.range).toEqual({
    offset: 20,
    length: 100,
  });
  expect(stage.recorder.count("init")).toBe(2);
  expect(stage.recorder.turns.at(-1)).toBe("playing>ended");
});

test("byte ranges become ranges of requests, and a whole answer is good, too", () => {
  const ranges = vodPlaylist(2, 2, (n) => [`#EXT-X-BYTERANGE:500@${500 * n}`]);
  const stage = play(ranges, { "seg1.ts": { status: 200, bytes: 1000 } });
  expect(stage.http.sent.slice(1).map(({ range }) => range)).toEqual([
    { offset: 0, length: 500 },
    { offset: 500, length: 500 },
  ]);
  expect(stage.recorder.segments.downloaded).toBe(2);
  expect(stage.recorder.requests.map(({ status }) => status)).toEqual([200, 206, 200]);
});

const KEYS = vodPlaylist(4, 2, (n) => {
  if (n === 0) return ['#EXT-X-KEY:METHOD=AES-128,URI="a.key"'];
  return n === 3 ? ['#EXT-X-KEY:METHOD=AES-128,URI="a.key",IV=0x000102030405060708090a0b0c0d0e0f'] : [];
});

test("a key is loaded once for all segments it is for", () => {
  const stage = play(KEYS, { "a.key": { body: new Uint8Array(16) } });
  expect(names(stage)).toEqual(["a.key", "seg0.ts", "seg1.ts", "seg2.ts", "seg3.ts"]);
  expect(stage.recorder.count("key")).toBe(1);
  expect(stage.recorder.violations).toEqual([]);
});

test("a key of another length breaks a rule", () => {
  const stage = play(KEYS, { "a.key": { body: "no key" } });
  expect(stage.recorder.violations).toEqual(["key-length"]);
  expect(stage.recorder.segments.downloaded).toBe(4);
});

test("segments are decrypted with their number or the vector of the playlist, and bad padding breaks a rule", () => {
  const seen: string[] = [];
  const decrypt = (_: Uint8Array, iv: Uint8Array, body: Uint8Array) => {
    seen.push(iv.toHex());
    return body[0] === 1 ? body : null;
  };
  const good = { body: new Uint8Array([1]) };
  const special = {
    "a.key": { body: new Uint8Array(16) },
    "seg0.ts": good,
    "seg1.ts": { body: "x" },
    "seg2.ts": good,
    "seg3.ts": good,
  };
  const stage = play(KEYS, special, { decrypt: true, tools: { decrypt } });
  expect(seen).toEqual([
    "00000000000000000000000000000000",
    "00000000000000000000000000000001",
    "00000000000000000000000000000002",
    "000102030405060708090a0b0c0d0e0f",
  ]);
  expect(stage.recorder.violations).toEqual(["decrypt-padding"]);
});

test("keys of DRM systems are nobody's to ask for", () => {
  const drm = vodPlaylist(1, 2, () => [
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://key",KEYFORMAT="com.apple.streamingkeydelivery",KEYFORMATVERSIONS="1"',
  ]);
  expect(names(play(drm))).toEqual(["seg0.ts"]);
});

test("a segment whose init section does not come has failed", () => {
  const stage = play(
    vodPlaylist(2, 2, (n) => [`#EXT-X-MAP:URI="init${n}.mp4"`]),
    { "init0.mp4": { status: 500 } },
    { segMaxRetry: 1 },
  );
  expect(names(stage)).toEqual(["init0.mp4", "init0.mp4", "init1.mp4", "seg1.ts"]);
  expect(stage.recorder.segments).toEqual({ downloaded: 1, failed: 1, missed: 0 });
});

test("a gap is not loaded, and the playhead passes it in its time", () => {
  const stage = play(vodPlaylist(4, 2, (n) => (n === 1 ? ["#EXT-X-GAP"] : [])));
  expect(names(stage)).toEqual(["seg0.ts", "seg2.ts", "seg3.ts"]);
  expect(stage.recorder.playedMs.get("media")).toBeCloseTo(8000, 6);
  expect(stage.recorder.stallsBegun).toBe(0);
});

test("a segment that was given up is a hole that the playhead jumps", () => {
  const stage = play(vodPlaylist(4), { "seg1.ts": { status: 500 } }, { segMaxRetry: 0 });
  expect(stage.recorder.playedMs.get("media")).toBeCloseTo(6000, 6);
  expect(stage.recorder.turns.at(-1)).toBe("playing>ended");
});

test("PRECISE begins within a segment", () => {
  const start = "#EXT-X-START:TIME-OFFSET=3,PRECISE=YES\n#EXT-X-PLAYLIST-TYPE";
  const stage = play(vodPlaylist(4).replace("#EXT-X-PLAYLIST-TYPE", start));
  expect(names(stage)).toEqual(["seg1.ts", "seg2.ts", "seg3.ts"]);
  expect(stage.recorder.playedMs.get("media")).toBeCloseTo(5000, 6);
});

test("URIs are relative to where redirects led", () => {
  const stage = openStage(({ url }) =>
    url.endsWith("m3u8") ? { body: vodPlaylist(1), url: "http://edge.test/x/y/stream.m3u8?token=1" } : QUICK,
  );
  stage.clock.runUntil(10_000);
  expect(stage.http.urls(/seg/)).toEqual(["http://edge.test/x/y/seg0.ts"]);
});

test("something complete without a segment has ended", () => {
  const stage = play("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-ENDLIST\n");
  expect(stage.recorder.turns).toEqual([">starting", "starting>ended"]);
  expect([stage.clock.waiting, stage.http.open]).toEqual([0, 0]);
});
