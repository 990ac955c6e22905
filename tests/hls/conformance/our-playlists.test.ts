import { expect, test } from "bun:test";
import fc from "fast-check";
import { checkMedia } from "../../../lib/hls/conformance/check-media.ts";
import { checkMultivariant } from "../../../lib/hls/conformance/check-multivariant.ts";
import { checkUpdate } from "../../../lib/hls/conformance/check-update.ts";
import { checkVariants } from "../../../lib/hls/conformance/check-variants.ts";
import { liveWindow } from "../../../lib/hls/live-window.ts";
import { mediaPlaylist, multivariantPlaylist } from "../../../lib/hls/playlist.ts";
import { targetDuration } from "../../../lib/hls/time.ts";
import { findTear } from "../../../lib/hls/torn.ts";
import { media, multivariant } from "../../support/playlists.ts";

const START_MS = Date.UTC(2026, 0, 1);

/** Windows of at least three target durations, at rising times; durations in whole ticks. */
const streams = fc
  .record({
    ticks: fc.integer({ min: 45_000, max: 900_000 }),
    more: fc.nat(10),
    startMs: fc.nat(1e9),
    stepsMs: fc.array(fc.nat(60_000), { minLength: 1, maxLength: 6 }),
  })
  .map(({ ticks, more, startMs, stepsMs }) => {
    const segmentDurationSec = ticks / 90_000;
    const least = Math.ceil((3 * targetDuration(segmentDurationSec)) / segmentDurationSec);
    return { segmentDurationSec, listSize: least + more, startMs: START_MS + startMs, stepsMs };
  });

function windowAt(nowMs: number, spec: { segmentDurationSec: number; listSize: number }) {
  const { firstListed, lastListed } = liveWindow(nowMs, { ...spec, deleteThreshold: 1 });
  return {
    segmentDurationSec: spec.segmentDurationSec,
    firstListed,
    lastListed,
    uri: (n: number) => `stream${n}.ts`,
  };
}

test("what our writer writes is read back as it was meant", () => {
  fc.assert(
    fc.property(streams, (stream) => {
      const spec = windowAt(stream.startMs, stream);
      const { segments, ...playlist } = media(mediaPlaylist(spec));
      expect(playlist).toMatchObject({
        mediaSequence: spec.firstListed,
        version: 3,
        isEnded: false,
        oddities: [],
      });
      expect(segments.map(({ sequence, uri }) => [sequence, uri])).toEqual(
        Array.from({ length: stream.listSize }, (_, i) => [
          spec.firstListed + i,
          spec.uri(spec.firstListed + i),
        ]),
      );
      for (const { sequence, durationSec, dateMs } of segments) {
        expect(durationSec).toBeCloseTo(stream.segmentDurationSec, 6);
        expect(Math.abs(dateMs! - sequence * stream.segmentDurationSec * 1000)).toBeLessThan(1.01);
      }
    }),
  );
});

test("our live playlists break no rule, alone and over time", () => {
  fc.assert(
    fc.property(streams, (stream) => {
      let nowMs = stream.startMs;
      let previous = media(mediaPlaylist(windowAt(nowMs, stream)));
      for (const stepMs of stream.stepsMs) {
        nowMs += stepMs;
        const text = mediaPlaylist(windowAt(nowMs, stream));
        const next = media(text);
        expect(findTear(text)).toBeNull();
        expect([
          ...checkMedia(next),
          ...checkUpdate(previous, next),
          ...checkVariants([previous, next]),
        ]).toEqual([]);
        previous = next;
      }
    }),
  );
});

test("our multivariant playlists break no rule and come back as they were meant", () => {
  const entry = fc.record({
    uri: fc.stringMatching(/^[a-z0-9]{1,8}\/stream\.m3u8$/),
    averageBandwidth: fc.integer({ min: 1, max: 1e8 }),
    width: fc.integer({ min: 2, max: 7680 }),
    height: fc.integer({ min: 2, max: 4320 }),
    framerate: fc.constantFrom(24, 25, 29.97, 30, 60),
    codecs: fc.constant("avc1.42c01f,mp4a.40.2"),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
      const variants = entries.map((each) => ({ ...each, bandwidth: each.averageBandwidth + 1000 }));
      const text = multivariantPlaylist(variants);
      const playlist = multivariant(text);
      expect(checkMultivariant(playlist)).toEqual([]);
      expect(findTear(text)).toBeNull();
      expect(playlist.variants).toEqual(
        variants.map(({ width, height, ...each }) => ({
          ...each,
          resolution: { width, height },
          audio: null,
          subtitles: null,
        })),
      );
    }),
  );
});
