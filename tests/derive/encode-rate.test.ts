import { describe, expect, test } from "bun:test";
import { liveEncodeRate, loopEncodeRate, type StreamShape } from "../../lib/derive/encode-rate.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { originOf } from "../support/configs.ts";

function shapeOf(videoKbps: number, audioKbps: number, rest: Partial<StreamShape> = {}): StreamShape {
  const segmentDurationSec = rest.segmentDurationSec ?? 2;
  return {
    segmentSizeBytes: (videoKbps + audioKbps) * 125 * segmentDurationSec,
    segmentDurationSec,
    gopSize: 30 * segmentDurationSec,
    bufsizeKbps: 2 * videoKbps,
    audioKbps,
    sampleRate: 48_000,
    ...rest,
  };
}

describe("the constant bit rate of live encoding", () => {
  test("leaves room for sound and transport, so it is below what the profile promises for video", () => {
    expect(liveEncodeRate(shapeOf(2000, 128)).videoKbps).toBe(1913);
    expect(liveEncodeRate(shapeOf(500, 64)).videoKbps).toBe(452);
  });

  test("brings a segment of every rendition of every profile within 1 % of its nominal size", () => {
    for (const { name } of embeddedRegistry("origin").profiles) {
      const { config, derived } = originOf(name);
      for (const rendition of derived.renditions) {
        const { expectedBytes } = liveEncodeRate({
          ...rendition,
          segmentDurationSec: config.hls.segmentDuration,
          gopSize: derived.gopSize,
          sampleRate: config.audio.sampleRate,
        });
        const share = expectedBytes / rendition.segmentSizeBytes;
        expect(Math.abs(share - 1), `${name} ${rendition.name}`).toBeLessThan(0.01);
      }
    }
  });

  test("is within half a packet for each picture, whatever the rate", () => {
    for (let videoKbps = 100; videoKbps <= 20_000; videoKbps += 37) {
      const shape = shapeOf(videoKbps, 96);
      const { expectedBytes } = liveEncodeRate(shape);
      expect(Math.abs(expectedBytes - shape.segmentSizeBytes)).toBeLessThanOrEqual(
        (188 / 2 + 1) * shape.gopSize,
      );
    }
  });

  test("takes from video what a tone cannot spend of a high audio rate, not more", () => {
    const modest = liveEncodeRate(shapeOf(2000, 192)).videoKbps;
    const high = liveEncodeRate(shapeOf(2000, 320)).videoKbps;
    expect(high - modest).toBeGreaterThan(100);
  });

  test("has a fifth of a second of buffer, less where bufsize says so, two pictures at least", () => {
    expect(liveEncodeRate(shapeOf(2000, 128)).bufferKbit).toBe(Math.ceil(1913 / 5));
    expect(liveEncodeRate(shapeOf(2000, 128, { bufsizeKbps: 200 })).bufferKbit).toBe(200);
    const slow = liveEncodeRate(shapeOf(2000, 128, { gopSize: 4, bufsizeKbps: 200 }));
    expect(slow.bufferKbit).toBe(slow.videoKbps);
  });

  test("is a bit rate even where not a packet is left for a picture", () => {
    expect(liveEncodeRate(shapeOf(16, 512)).videoKbps).toBeGreaterThan(0);
  });
});

describe("the cap of a clip", () => {
  test("leaves what x264 can spend in a segment, sound and transport below the nominal size", () => {
    for (const kbps of [300, 1000, 5000, 15_000]) {
      const shape = shapeOf(kbps, 128);
      const { maxrateKbps, bufferKbit } = loopEncodeRate(shape);
      const mostBytes = (maxrateKbps * 2 + bufferKbit) * 125 + 128 * 125 * 2;
      expect(mostBytes).toBeLessThan(shape.segmentSizeBytes);
      expect(mostBytes).toBeGreaterThan(0.7 * shape.segmentSizeBytes);
    }
  });
});
