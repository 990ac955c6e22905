import { expect, test } from "bun:test";
import fc from "fast-check";
import { VARIANT_CHOICES } from "../../lib/viewer/viewer-shape.ts";
import { lowOrigin, lowPlaylist } from "./support/low-latency.ts";
import { livePlaylist, vodPlaylist } from "./support/scripts.ts";
import { openStage } from "./support/stage.ts";
import type { Answer, Origin } from "./support/stage-http.ts";

const MASTER = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",DEFAULT=YES,URI="audio/stream.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=640x360,AUDIO="a"
low/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1280x720,AUDIO="a"
high/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1900000
plain/stream.m3u8
`;

const WITH_KEYS = vodPlaylist(9, 2, (n) =>
  n % 3 === 0
    ? [`#EXT-X-KEY:METHOD=AES-128,URI="${n}.key"`, `#EXT-X-MAP:URI="${n}.mp4"`, "#EXT-X-DISCONTINUITY"]
    : [],
);

const BODIES: readonly ((nowMs: number) => string)[] = [
  (nowMs) => livePlaylist(nowMs, { hasDates: true }),
  (nowMs) => livePlaylist(nowMs),
  (nowMs) => livePlaylist(nowMs, { newestAtStart: 10_000 }),
  (nowMs) => `${livePlaylist(nowMs)}#EXT-X-ENDLIST\n`,
  (nowMs) => lowPlaylist(nowMs, { hasHints: true, canSkip: true }),
  (nowMs) => lowPlaylist(nowMs, { canSkip: true }, true),
  () => WITH_KEYS,
  () => "#EXTM3U\n#EXT-X-TARGETDURATION:1\n",
  () => "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-ENDLIST\n",
  () => "<html>",
  () => MASTER,
  () => "",
];

const faults: fc.Arbitrary<Answer | null | undefined> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant(null) },
  fc.record({
    status: fc.constantFrom(200, 204, 206, 404, 410, 416, 500, 503),
    bytes: fc.nat(1_000_000),
    tookMs: fc.nat(9000),
  }),
  fc.record({
    problem: fc.constantFrom("reset", "truncated", "dns", "too-large", "timeout"),
    tookMs: fc.nat(3000),
  }),
  fc
    .nat(BODIES.length - 1)
    .chain((i) => fc.record({ body: fc.constant(BODIES[i]?.(0) ?? ""), tookMs: fc.nat(4000) })),
);

const script = fc.record({
  faults: fc.array(faults, { maxLength: 40 }),
  kind: fc.nat(BODIES.length - 1),
  isMaster: fc.boolean(),
  variant: fc.constantFrom(...VARIANT_CHOICES),
  reconnect: fc.boolean(),
  lowLatency: fc.boolean(),
  decrypt: fc.boolean(),
  segMaxRetry: fc.nat(2),
  bufferSec: fc.integer({ min: 1, max: 30 }),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
  stopMs: fc.nat(90_000),
});

function originOf({
  faults,
  kind,
  isMaster,
}: {
  faults: (Answer | null | undefined)[];
  kind: number;
  isMaster: boolean;
}): Origin {
  let count = 0;
  const low = lowOrigin({ hasHints: true, canSkip: true });
  return (request, nowMs) => {
    const fault = faults[count++ % 60];
    if (fault !== undefined) return fault;
    const { url } = request;
    if (isMaster && url.endsWith("live/stream.m3u8")) return { body: MASTER };
    if (kind === 4) return low(request, nowMs);
    if (url.includes(".m3u8")) return { body: BODIES[kind]?.(nowMs) ?? "" };
    return { bytes: 50_000, body: url.endsWith("key") ? new Uint8Array(16) : "x", tookMs: 80 };
  };
}

test("whatever a server does, a viewer's accounts are right and it leaves nothing behind", () => {
  fc.assert(
    fc.property(script, ({ stopMs, faults, kind, isMaster, ...options }) => {
      const { clock, http, recorder, viewer } = openStage(originOf({ faults, kind, isMaster }), options);
      clock.runUntil(stopMs);
      viewer.stop();
      expect([clock.waiting, http.open]).toEqual([0, 0]);
      for (const label of new Set([...recorder.playedMs.keys(), ...recorder.stalledMs.keys()])) {
        const sum = (recorder.playedMs.get(label) ?? 0) + (recorder.stalledMs.get(label) ?? 0);
        expect(sum).toBeLessThanOrEqual(stopMs + 0.01);
      }
      const stalledMs = recorder.total(recorder.stalledMs);
      expect(recorder.stalls.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(stalledMs, 3);
      expect(recorder.stalls.length).toBe(recorder.stallsBegun);
      expectChain(recorder.turns);
      for (const { dueMs, sentMs, firstByteMs, endMs } of recorder.requests) {
        expect(dueMs).toBeLessThanOrEqual(sentMs);
        expect(sentMs).toBeLessThanOrEqual(firstByteMs ?? endMs);
      }
    }),
    { numRuns: 400 },
  );
});

/** Every turn begins where the last one ended, from nothing to nothing. */
function expectChain(turns: readonly string[]): void {
  let state = "";
  for (const turn of turns) {
    const [from, to] = turn.split(">");
    expect(from).toBe(state);
    state = to ?? "";
  }
  expect(state).toBe("");
  expect(turns[0]).toBe(">starting");
}
