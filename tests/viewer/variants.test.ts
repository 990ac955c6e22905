import { expect, test } from "bun:test";
import { livePlaylist, numberOf, vodPlaylist } from "./support/scripts.ts";
import { openStage, type StageOptions } from "./support/stage.ts";
import type { Origin } from "./support/stage-http.ts";

const URL_OF_ALL = "http://origin.test/master.m3u8";

const LADDER = `#EXTM3U
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS="avc1.42c01f,mp4a.40.2"
mid/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x360,CODECS="avc1.42c01f,mp4a.40.2"
low/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080,CODECS="avc1.42c01f,mp4a.40.2"
high/stream.m3u8
`;

const BYTES: Record<string, number> = { low: 125_000, mid: 500_000, high: 1_500_000 };

/** Segments take as long as their bytes need at this rate. */
function ladder(
  bitsPerSec: (nowMs: number) => number,
  media = (nowMs: number, _folder: string) => livePlaylist(nowMs, { hasDates: true }),
): Origin {
  return ({ url }, nowMs) => {
    if (url === URL_OF_ALL) return { body: LADDER };
    const folder = url.split("/").at(-2) ?? "";
    if (url.endsWith("m3u8")) return { body: media(nowMs, folder) };
    const bytes = BYTES[folder] ?? 0;
    return { bytes, tookMs: Math.round((8000 * bytes) / bitsPerSec(nowMs)) };
  };
}

function open(origin: Origin, options: StageOptions) {
  return openStage(origin, { url: URL_OF_ALL, ...options });
}

function folders(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => url.split("/").at(-2) ?? ""))];
}

test.each([
  ["first", "mid", "720p"],
  ["highest", "high", "1080p"],
  ["lowest", "low", "360p"],
] as const)("%s follows %s and calls it %s", (variant, folder, label) => {
  const { clock, http, recorder } = open(
    ladder(() => 50_000_000),
    { variant },
  );
  clock.runUntil(5000);
  expect(folders(http.urls(/stream|seg/))).toEqual([folder]);
  expect([...recorder.playedMs.keys()]).toEqual([label]);
  expect(new Set(recorder.labels)).toEqual(new Set([label]));
  expect(recorder.requests[0]).toMatchObject({ kind: "multivariant", variant: null });
});

test("all follows every variant at once, each with a playhead and a connection of its own", () => {
  const { clock, http, recorder, viewer } = open(
    ladder(() => 50_000_000),
    { variant: "all" },
  );
  clock.runUntil(10_000);
  viewer.stop();
  expect(folders(http.urls(/seg/)).sort()).toEqual(["high", "low", "mid"]);
  expect(new Set(http.sent.map(({ lane }) => lane)).size).toBe(3);
  expect(recorder.startups).toHaveLength(3);
  for (const label of ["360p", "720p", "1080p"]) expect(recorder.playedMs.get(label)).toBeGreaterThan(9000);
  expect(recorder.turns).toEqual([">starting", "starting>playing", "playing>"]);
});

test("of all variants one that fails leaves the others playing", () => {
  const usual = ladder(() => 50_000_000);
  const { clock, recorder } = open(
    (request, nowMs) => (request.url.includes("/high/") ? { status: 404 } : usual(request, nowMs)),
    { variant: "all", reconnect: false },
  );
  clock.runUntil(10_000);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
  expect([...recorder.playedMs.keys()].sort()).toEqual(["360p", "720p"]);
});

test("adaptive begins within half a megabit and goes up with the throughput", () => {
  const { clock, http, recorder } = open(
    ladder(() => 20_000_000),
    { variant: "adaptive" },
  );
  clock.runUntil(20_000);
  expect(folders(http.urls(/seg/))).toEqual(["low", "high"]);
  expect(recorder.switches).toEqual(["up"]);
  expect(new Set(recorder.labels)).toEqual(new Set(["360p", "1080p"]));
  expect(http.urls(/low.*m3u8/)).toHaveLength(1);
});

test("and down again when it falls, before the buffer is empty", () => {
  const { clock, http, recorder } = open(
    ladder((nowMs) => (nowMs < 20_000 ? 20_000_000 : 5_000_000)),
    { variant: "adaptive" },
  );
  clock.runUntil(60_000);
  expect(recorder.switches).toEqual(["up", "down"]);
  expect(http.urls(/seg/).at(-1)).toContain("/mid/");
  expect(recorder.stallsBegun).toBe(0);
});

test("a switch goes on at the same date, whatever the numbers of the other variant are", () => {
  const media = (nowMs: number, folder: string) => {
    const text = livePlaylist(nowMs, { hasDates: true });
    if (folder !== "high") return text;
    const shifted = text.replace(/MEDIA-SEQUENCE:(\d+)/, (_, n) => `MEDIA-SEQUENCE:${Number(n) + 5000}`);
    return shifted.replace(/seg(\d+)/g, (_, n) => `seg${Number(n) + 5000}`);
  };
  const { clock, http, recorder } = open(
    ladder(() => 20_000_000, media),
    { variant: "adaptive" },
  );
  clock.runUntil(12_000);
  const numbers = http.urls(/seg/).map((url) => numberOf(url) % 5000);
  expect(numbers).toEqual(numbers.map((_, i) => 103 + i));
  expect(http.urls(/high.*seg/).length).toBeGreaterThan(4);
  expect(recorder.segments.missed).toBe(0);
});

test("without dates a switch in something complete goes on after as much media", () => {
  const { clock, http } = open(
    ladder(
      () => 20_000_000,
      () => vodPlaylist(12),
    ),
    { variant: "adaptive", bufferSec: 8 },
  );
  clock.runUntil(60_000);
  expect(http.urls(/seg/).map(numberOf)).toEqual(Array.from({ length: 12 }, (_, n) => n));
});

const WITH_AUDIO = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",AUTOSELECT=YES,URI="en/audio.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,URI="de/audio.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,AUDIO="a"
mid/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x360,AUDIO="a"
low/stream.m3u8
`;

function withAudio(audioTookMs: (n: number) => number, bitsPerSec = 50_000_000): Origin {
  const usual = ladder(() => bitsPerSec);
  return (request, nowMs) => {
    const { url } = request;
    if (url === URL_OF_ALL) return { body: WITH_AUDIO };
    if (url.includes("/de/seg")) return { bytes: 8000, tookMs: audioTookMs(numberOf(url)) };
    return usual(request, nowMs);
  };
}

test("alternate audio is the default rendition, over a connection of its own, and holds the playhead back", () => {
  const { clock, http, recorder } = open(
    withAudio(() => 300),
    { variant: "first" },
  );
  clock.runUntil(5000);
  expect(folders(http.urls(/seg/)).sort()).toEqual(["de", "mid"]);
  expect(new Set(http.sent.map(({ lane }) => lane)).size).toBe(2);
  expect(recorder.startups).toEqual([300]);
  expect(new Set(recorder.labels)).toEqual(new Set(["720p", "audio-de"]));
  expect([...recorder.playedMs.keys()]).toEqual(["720p"]);
});

test("the playhead stalls when only the sound is late", () => {
  const { clock, recorder } = open(
    withAudio((n) => (n === 106 ? 9000 : 100)),
    { variant: "first" },
  );
  clock.runUntil(20_000);
  // Sound to 105 ends at 6100; 106 is asked for at 2000 and there at 11 000.
  expect(recorder.stalls.map(Math.round)).toEqual([4900]);
});

test("all variants share one download of their sound", () => {
  const { clock, http, recorder } = open(
    withAudio(() => 100),
    { variant: "all" },
  );
  clock.runUntil(10_000);
  const sound = http.urls(/de\/seg/).map(numberOf);
  expect(sound).toEqual([103, 104, 105, 106, 107, 108, 109, 110]);
  expect([...recorder.playedMs.keys()].sort()).toEqual(["360p", "720p"]);
});

test("a switch leaves sound that both variants have alone", () => {
  const { clock, http, recorder } = open(
    withAudio(() => 100, 20_000_000),
    { variant: "adaptive" },
  );
  clock.runUntil(10_000);
  expect(recorder.switches).toEqual(["up"]);
  expect(http.urls(/de\/audio/).length).toBe(6);
  expect(http.urls(/de\/seg/).map(numberOf)).toEqual([103, 104, 105, 106, 107, 108, 109, 110]);
});
