import { expect, test } from "bun:test";
import type { VerifyDescription } from "../../lib/hls/verify.ts";
import { openRemakes, VERIFY_SCHEMA } from "../../lib/hls/verify.ts";
import { makeAudience } from "../../lib/viewer/audience.ts";
import { makeOracle } from "../../lib/viewer/oracle.ts";
import { livePlaylist, numberOf } from "./support/scripts.ts";
import { OPTIONS, TOOLS } from "./support/stage.ts";
import { StageClock } from "./support/stage-clock.ts";
import { type Answer, StageHttp } from "./support/stage-http.ts";
import { StageRecorder } from "./support/stage-recorder.ts";

const DESCRIPTION: VerifyDescription = {
  schema: VERIFY_SCHEMA,
  problem: null,
  segmentPattern: "seg%d.ts",
  segmentDurationSec: 2,
  framerate: 25,
  renditions: ["live", "other"].map((name, i) => ({
    name,
    directory: name,
    width: 320,
    height: 180,
    segmentSizeBytes: 50_000 + 10_000 * i,
    clip: { kind: "synth", label: name, pattern: "smptebars", levelIdc: 30 },
  })),
};

function remake(directory: string, n: number): Uint8Array {
  const remakes = openRemakes(DESCRIPTION, new Map());
  if (!remakes.ok) throw new Error(remakes.problem);
  return remakes.value.find((each) => each.directory === directory)?.segment(n) ?? new Uint8Array();
}

/** One viewer before an origin whose segments are the right ones but for what `special` says. */
function watch(special: (n: number, right: Uint8Array) => Answer) {
  const clock = new StageClock();
  const recorder = new StageRecorder();
  const oracle = makeOracle(DESCRIPTION, new Map(), TOOLS);
  if (!oracle.ok) throw new Error(oracle.problem);
  const audience = makeAudience({ ...OPTIONS, verify: true }, clock, TOOLS, oracle.value);
  const http = new StageHttp(clock, ({ url }, nowMs) => {
    if (url.endsWith("m3u8")) return { body: livePlaylist(nowMs) };
    const n = numberOf(url);
    return { tookMs: 100, ...special(n, remake("live", n)) };
  });
  audience.start({ clock, http, recorder, random: () => 0 });
  clock.runUntil(3000);
  return recorder;
}

test("segments that are what they must be are told so", () => {
  const recorder = watch((_, body) => ({ body }));
  expect([recorder.right, recorder.verdicts]).toEqual([4, []]);
});

test.each([
  ["another number", (n: number) => remake("live", n - 1), "it is segment 103 of live"],
  [
    "another variant",
    (n: number) => remake("other", n).slice(0, remake("live", n).length),
    "it is segment 104 of other",
  ],
])("a segment that is one of %s is recognised", (_, other, words) => {
  const recorder = watch((n, body) => ({ body: n === 104 ? other(n) : body }));
  expect(recorder.right).toBe(3);
  expect(recorder.verdicts[0]).toMatch(
    /^http:\/\/origin\.test\/live\/seg104\.ts: byte \d+ is not that of segment 104 of live/,
  );
  expect(recorder.verdicts[0]).toContain(words);
});

test("one wrong byte is found where it is", () => {
  const recorder = watch((n, right) => {
    const body = right.slice();
    if (n === 105) body[40_000] = ~(body[40_000] ?? 0);
    return { body };
  });
  expect(recorder.verdicts).toEqual([
    "http://origin.test/live/seg105.ts: byte 40000 is not that of segment 105 of live",
  ]);
});

test("bytes that are missing or too many are told", () => {
  const recorder = watch((n, right) => {
    if (n === 104) return { body: right.slice(0, 30_000) };
    if (n === 105) return { body: new Uint8Array([...right, 0]) };
    return { body: right };
  });
  const length = remake("live", 104).length;
  expect(recorder.verdicts).toEqual([
    `http://origin.test/live/seg104.ts: has 30000 bytes, segment 104 of live has ${length}`,
    `http://origin.test/live/seg105.ts: has ${length + 1} bytes, segment 105 of live has ${length}`,
  ]);
});

test("a body that breaks off is wrong, and what is tried again is judged by itself", () => {
  let tries = 0;
  const recorder = watch((n, body) =>
    n === 104 && tries++ === 0 ? { problem: "truncated", status: 200, body: body.slice(0, 1000) } : { body },
  );
  expect(recorder.verdicts).toHaveLength(1);
  expect(recorder.right).toBe(4);
});

test("an error page is judged by its status, not by its bytes", () => {
  const recorder = watch((n, body) => (n === 104 ? { status: 404, body: "gone" } : { body }));
  expect(recorder.verdicts).toEqual([]);
});

test("an origin that says why it cannot be verified is believed", () => {
  const oracle = makeOracle({ ...DESCRIPTION, problem: "its source is a live encoder" }, new Map(), TOOLS);
  expect(oracle).toEqual({ ok: false, problem: "its source is a live encoder" });
});
