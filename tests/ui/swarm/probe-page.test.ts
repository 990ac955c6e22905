import { describe, expect, test } from "bun:test";
import type { ProbeReport } from "../../../lib/report/probe-shape.ts";
import { painterFor } from "../../../lib/ui/paint.ts";
import { renderProbe } from "../../../lib/ui/swarm/probe-page.ts";

const PLAIN = painterFor({}, {}, true);

const REPORT: ProbeReport = {
  url: "http://o/m.m3u8",
  durationMs: 60_000,
  endedBy: "duration",
  kind: "multivariant",
  isLive: true,
  isLowLatency: false,
  streams: [
    {
      label: "720p",
      url: "http://o/720p.m3u8",
      type: "variant",
      bandwidth: 2_328_000,
      averageBandwidth: 2_128_000,
      resolution: { width: 1280, height: 720 },
      codecs: "avc1.42c01f,mp4a.40.2",
      targetDurationSec: 2,
      listedSec: 20,
      playlistLoads: 150,
      playlistChanges: 30,
      segments: { downloaded: 33, failed: 1, bytes: 17_556_000 },
      peakBitsPerSec: 2_131_000,
      averageBitsPerSec: 2_128_000,
      slowestFirstByteMs: 12.5,
      publishDelayMs: 210,
      media: {
        sequence: 7,
        durationSec: 2.005,
        declaredSec: 2,
        beginsWithKeyframe: false,
        tracks: [
          {
            type: "video",
            codec: "h264 (High)",
            width: 1280,
            height: 720,
            framerate: 30,
            sampleRate: null,
            channels: null,
          },
          {
            type: "audio",
            codec: "aac (LC)",
            width: null,
            height: null,
            framerate: null,
            sampleRate: 48_000,
            channels: 2,
          },
        ],
      },
    },
  ],
  conformance: [
    { code: "segment-unavailable", level: "must", count: 3, example: "http://o/s9.ts: status 404" },
    { code: "cors-missing", level: "should", count: 1, example: "evil \u001b[2J text" },
  ],
  checks: { passed: ["content-type", "key-length"], unknown: ["part-late"] },
  notes: ["There is no ffprobe here."],
};

const page = (change: Partial<ProbeReport> = {}, width = Number.POSITIVE_INFINITY) =>
  renderProbe({ ...REPORT, ...change }, PLAIN, width);

describe("the page of a probe", () => {
  test("begins with the verdict and groups broken rules by level", () => {
    const text = page();
    expect(text.split("\n")[0]).toBe("✗ http://o/m.m3u8 breaks 1 rule of MUST level, 1 of SHOULD level");
    expect(text.indexOf("Rules of MUST level")).toBeLessThan(text.indexOf("Rules of SHOULD level"));
    expect(text).toContain("✗ segment-unavailable ×3");
    expect(text).toContain(
      "a listed segment, or what it needs, was refused with a status of 400 to 499 (RFC 8216, 6.2.1)",
    );
    expect(text).toContain("http://o/s9.ts: status 404");
  });

  test("tells playlists and what they hold", () => {
    const text = page();
    expect(text).toMatch(
      /720p +2\.33 Mbit\/s +2\.13 Mbit\/s +2\.13 Mbit\/s +2 s +20 s +30 +33 +1 +12\.5 ms +210 ms/,
    );
    expect(text).toContain(
      "h264 (High) 1280×720 30 fps · aac (LC) 48000 Hz 2 channels · begins without a keyframe",
    );
  });

  test("shows nothing that would steer a terminal", () => {
    expect(page()).not.toContain("\u001b");
  });

  test("says when nothing is wrong", () => {
    const text = page({ conformance: [] });
    expect(text).toStartWith("✓ http://o/m.m3u8 breaks none of the rules that were looked at");
    expect(text).not.toContain("level");
    expect(text).toContain("2 rules held");
    expect(page({ conformance: REPORT.conformance.slice(1) })).toStartWith(
      "! http://o/m.m3u8 breaks no MUST",
    );
  });
});
