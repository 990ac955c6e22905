import { expect, test } from "bun:test";
import type { Exchange } from "../../lib/http/exchange.ts";
import { makeAudience } from "../../lib/viewer/audience.ts";
import { PlaylistShelf } from "../../lib/viewer/playlist-shelf.ts";
import { RULES } from "../../lib/viewer/rules.ts";
import { liveOrigin, livePlaylist } from "./support/scripts.ts";
import { OPTIONS, TOOLS } from "./support/stage.ts";
import { StageClock } from "./support/stage-clock.ts";
import { type Answer, StageHttp } from "./support/stage-http.ts";
import { StageRecorder } from "./support/stage-recorder.ts";

const URL = "http://origin.test/live/stream.m3u8";

function answer(body: string, url = URL): Exchange {
  const bytes = new TextEncoder().encode(body);
  const times = { dueMs: 0, sentMs: 0, firstByteMs: 0, endMs: 0 };
  return {
    url,
    redirects: 0,
    status: 200,
    problem: null,
    detail: "",
    headers: new Map(),
    body: bytes,
    bytes: bytes.length,
    ...times,
  };
}

test("a content is read once however many see it, also when newer ones came between", () => {
  let reads = 0;
  const parse: typeof RULES.parse = (text, sources) => {
    reads++;
    return RULES.parse(text, sources);
  };
  const shelf = new PlaylistShelf({ ...RULES, parse }, TOOLS);
  const [a, b] = [livePlaylist(0), livePlaylist(2000)];
  const first = shelf.read(URL, answer(a));
  shelf.read(URL, answer(b));
  expect(shelf.read(URL, answer(a))).toBe(first);
  expect(reads).toBe(2);
  shelf.read(URL, answer(a, "http://other.test/stream.m3u8"));
  expect(reads).toBe(3);
});

test("answers to directives are contents of the same playlist", () => {
  const shelf = new PlaylistShelf(RULES, TOOLS);
  const first = shelf.read(URL, answer(livePlaylist(0)));
  expect(shelf.read(URL, answer(livePlaylist(0), `${URL}?_HLS_msn=3&_HLS_part=1`))).toBe(first);
});

test("a cache that gives some viewers an older playlist is told as often as they got it", () => {
  const clock = new StageClock();
  const audience = makeAudience(OPTIONS, clock, TOOLS);
  const recorder = new StageRecorder();
  const open = (delayMs: number) => {
    const origin = liveOrigin({ hasDates: true });
    const http = new StageHttp(clock, (request, nowMs): Answer | null =>
      origin(request, Math.max(0, nowMs - delayMs)),
    );
    audience.start({ clock, http, recorder, random: () => 0 });
  };
  open(0);
  clock.runUntil(100);
  open(4000);
  // Loads of 2100, 3100, 4100, 5100, 6100 and 8100.
  clock.runUntil(8100);
  expect(recorder.violations.filter((code) => code === "cache-incoherent")).toHaveLength(6);
});

test("one timer settles everybody, and ends with the last of them", () => {
  const clock = new StageClock();
  const audience = makeAudience(OPTIONS, clock, TOOLS);
  const viewers = Array.from({ length: 50 }, () => {
    const http = new StageHttp(clock, liveOrigin());
    return audience.start({ clock, http, recorder: new StageRecorder(), random: () => 0 });
  });
  clock.runUntil(4500);
  for (const viewer of viewers) viewer.stop();
  expect(clock.waiting).toBe(0);
});
