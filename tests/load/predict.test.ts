import { describe, expect, test } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { mediaPlaylist } from "../../lib/hls/playlist.ts";
import type { MediaPlaylist } from "../../lib/hls/playlist-shape.ts";
import { ffmpegNeeds, nativeNeeds } from "../../lib/load/needs.ts";
import { type FollowedStream, loadOf, predictViewer } from "../../lib/load/predict.ts";
import { predictStart, type StartOptions } from "../../lib/load/predict-start.ts";
import { summariseSchedule } from "../../lib/load/schedule-summary.ts";
import type { LoadShape } from "../../lib/load/shape.ts";

function parsed(text: string): MediaPlaylist {
  const playlist = parsePlaylist(text);
  if (!playlist.ok || playlist.value.kind !== "media") throw new Error("no media playlist");
  return playlist.value;
}

const LIVE = mediaPlaylist({
  segmentDurationSec: 2,
  firstListed: 1,
  lastListed: 10,
  uri: (number) => `seg${number}.ts`,
});

function stream(text: string, change: Partial<FollowedStream> = {}): FollowedStream {
  return {
    playlist: parsed(text),
    playlistBytes: 500,
    sample: { bytes: 532_000, durationSec: 2 },
    bandwidth: null,
    ...change,
  };
}

describe("what a viewer will ask for", () => {
  test("live: a segment and a playlist for each segment's time, and their bytes", () => {
    const rate = predictViewer([stream(LIVE)], true);
    expect(rate).toEqual({ requestsPerSec: 1, bitsPerSec: 2_128_000 + 250 * 8 });
  });

  test("complete: segments only", () => {
    const rate = predictViewer([stream(`${LIVE}#EXT-X-ENDLIST\n`)], true);
    expect(rate).toEqual({ requestsPerSec: 0.5, bitsPerSec: 2_128_000 });
  });

  test("renditions at once add up", () => {
    expect(predictViewer([stream(LIVE), stream(LIVE)], true).requestsPerSec).toBe(2);
  });

  test("with low latency: a held reload for every part", () => {
    const low = LIVE.replace(
      "#EXT-X-MEDIA-SEQUENCE",
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.2\n#EXT-X-PART-INF:PART-TARGET=0.4\n#EXT-X-MEDIA-SEQUENCE",
    );
    expect(predictViewer([stream(low)], true).requestsPerSec).toBeCloseTo(5, 9);
    expect(predictViewer([stream(low)], false).requestsPerSec).toBe(1);
  });

  test("sizes come from byte ranges, then from a segment that was weighed, then from the declared bit rate", () => {
    const ranges =
      "#EXTM3U\n#EXT-X-VERSION:4\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n#EXT-X-BYTERANGE:1000@0\na.ts\n#EXT-X-ENDLIST\n";
    expect(predictViewer([stream(ranges)], true).bitsPerSec).toBe(4000);
    const declared = stream(`${LIVE}#EXT-X-ENDLIST\n`, { sample: null, bandwidth: 123_456 });
    expect(predictViewer([declared], true).bitsPerSec).toBe(123_456);
    expect(predictViewer([{ ...declared, bandwidth: null }], true).bitsPerSec).toBe(0);
  });
});

describe("what a viewer asks for when it begins", () => {
  const PLAIN: StartOptions = { lowLatency: false, bufferSec: 30, decrypt: false, multivariantBytes: null };
  const MEDIA_BITS = 2_128_000;

  test("live: the playlists, and three target durations of segments", () => {
    expect(predictStart([stream(LIVE)], PLAIN)).toEqual({ requests: 4, bits: 4000 + 6 * MEDIA_BITS });
    const all = predictStart([stream(LIVE), stream(LIVE)], { ...PLAIN, multivariantBytes: 300 });
    expect(all).toEqual({ requests: 9, bits: 2400 + 2 * (4000 + 6 * MEDIA_BITS) });
  });

  test("live with HOLD-BACK: as much as that, and no more than is listed", () => {
    const held = (sec: number) =>
      LIVE.replace("#EXT-X-MEDIA-SEQUENCE", `#EXT-X-SERVER-CONTROL:HOLD-BACK=${sec}\n#EXT-X-MEDIA-SEQUENCE`);
    expect(predictStart([stream(held(10))], PLAIN).requests).toBe(6);
    expect(predictStart([stream(held(100))], PLAIN).requests).toBe(11);
  });

  test("complete: what it keeps ahead", () => {
    const complete = stream(`${LIVE}#EXT-X-ENDLIST\n`);
    expect(predictStart([complete], { ...PLAIN, bufferSec: 11 }).requests).toBe(7);
    expect(predictStart([complete], PLAIN).requests).toBe(11);
  });

  test("init sections and, where they are asked for, keys: one request each", () => {
    const tags = '#EXT-X-MAP:URI="init.mp4"\n#EXT-X-KEY:METHOD=AES-128,URI="key"\n';
    const coded = stream(LIVE.replace("#EXTINF", `${tags}#EXTINF`));
    expect(predictStart([coded], PLAIN).requests).toBe(5);
    expect(predictStart([coded], { ...PLAIN, decrypt: true }).requests).toBe(6);
  });

  test("with low latency: the parts of PART-HOLD-BACK", () => {
    const low = LIVE.replace(
      "#EXT-X-MEDIA-SEQUENCE",
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.2\n#EXT-X-PART-INF:PART-TARGET=0.4\n#EXT-X-MEDIA-SEQUENCE",
    );
    expect(predictStart([stream(low)], { ...PLAIN, lowLatency: true }).requests).toBe(4);
  });

  test("comes on top of what the others play, with each that comes", () => {
    const steady = { requestsPerSec: 1, bitsPerSec: 100 };
    const start = { requests: 5, bits: 400 };
    expect(loadOf({ steady, start }, 40, 0)).toEqual({ requestsPerSec: 40, bitsPerSec: 4000 });
    expect(loadOf({ steady, start }, 40, 4)).toEqual({ requestsPerSec: 60, bitsPerSec: 5600 });
  });
});

describe("the schedule at a glance", () => {
  const shape: LoadShape = {
    clients: 1000,
    rampRate: 100,
    rampJitterMs: 0,
    stages: [],
    arrival: "uniform",
    churn: { kind: "exponential", meanMs: 100_000 },
    durationMs: 60_000,
    seed: 1,
  };

  test("has the moments that matter with the load expected then", () => {
    const { rows, ...rest } = summariseSchedule(shape, {
      steady: { requestsPerSec: 1, bitsPerSec: 2000 },
      start: { requests: 5, bits: 10_000 },
    });
    expect(rest).toEqual({ rampEndsMs: 10_000, durationMs: 60_000, peak: 1000, replacedPerSec: 10 });
    expect(rows.map(({ atMs, viewers }) => [atMs, viewers])).toEqual([
      [0, 1],
      [2500, 251],
      [5000, 501],
      [7500, 751],
      [10_000, 1000],
      [60_000, 1000],
    ]);
    // 10 a second are replaced, and until the ramp is over 100 a second come besides.
    expect(rows.at(-1)).toMatchObject({ requestsPerSec: 1050, bitsPerSec: 2_100_000 });
    expect(rows[2]?.requestsPerSec).toBeCloseTo(501 + 5 * 5.01 + 500, 6);
  });

  test("shows many stages by their ends", () => {
    const stages = Array.from({ length: 40 }, (_, index) => ({ durationMs: 10_000, clients: index }));
    expect(summariseSchedule({ ...shape, stages, durationMs: null }, null).rows).toHaveLength(41);
  });
});

test("needs grow with connections, and are shared by workers where they are a process's", () => {
  expect(nativeNeeds(1000, 1, 1)).toMatchObject({ openFiles: 1064, ports: 1000 });
  expect(nativeNeeds(1000, 5, 2)).toMatchObject({ openFiles: 2564, ports: 5000 });
  expect(ffmpegNeeds(50)).toEqual({ openFiles: 1750, ports: 250, memoryBytes: 1_014_000_000 });
});
