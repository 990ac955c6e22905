import { describe, expect, test } from "bun:test";
import { Failure } from "../../lib/errors.ts";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import type { MediaPlaylist } from "../../lib/hls/playlist-shape.ts";
import { liveArguments, liveMisfit, renderLive } from "../../lib/render/ffmpeg.ts";
import type { Table } from "../../lib/schema/table.ts";
import { originOf } from "../support/configs.ts";
import { decodeComplaints, probe } from "../support/decode.ts";
import { encodeUnpaced } from "../support/encode-live.ts";
import { testWithTool } from "../support/tools.ts";
import { concatenate, inspectTs } from "../support/ts-inspect.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 10, 44, 44);
const OPTIONS = { outputDir: "/var/hls", nowMs: NOW_MS };
const TOOLS = ["ffmpeg", "ffprobe"];
/** Two small pictures: quick to encode, and the same path as any ladder. */
const LADDER = {
  multibitrate: true,
  variants: [
    {
      name: "hi",
      width: 640,
      height: 360,
      bitrate: "800k",
      maxrate: "880k",
      bufsize: "1600k",
      audioBitrate: "96k",
    },
    {
      name: "lo.1",
      width: 320,
      height: 180,
      bitrate: "400k",
      maxrate: "400k",
      bufsize: "800k",
      audioBitrate: "48k",
    },
  ],
};

function argvOf(settings: Table = {}, profile = "default"): string[] {
  return renderLive(originOf(profile, settings), OPTIONS);
}

function optionOf(argv: readonly string[], option: string): string | undefined {
  const at = argv.indexOf(option);
  return at < 0 ? undefined : argv[at + 1];
}

describe("FFmpeg's arguments for the live source", () => {
  test("have the flags of the profile, dates and independent segments, each once", () => {
    const flags = "delete_segments+omit_endlist+temp_file+program_date_time+independent_segments";
    expect(optionOf(argvOf(), "-hls_flags")).toBe(flags);
    const settings = { hls: { flags: ["program_date_time", "temp_file"] } };
    expect(optionOf(argvOf(settings), "-hls_flags")).toBe("program_date_time+temp_file+independent_segments");
  });

  test("paint one pattern for each variant at its own size, and scale none", () => {
    const argv = argvOf({}, "4k-abr");
    const patterns = argv.filter((word) => word.startsWith("smptebars="));
    expect(patterns.map((word) => /size=(\d+x\d+)/.exec(word)?.[1])).toEqual([
      "3840x2160",
      "1920x1080",
      "1280x720",
      "854x480",
      "640x360",
    ]);
    expect(argv.join(" ")).not.toContain("scale");
  });

  test("keep a single rendition in the root and each variant in a folder of its name", () => {
    expect(argvOf().slice(-2)).toEqual(["/var/hls/seg%05d.ts", "/var/hls/stream.m3u8"]);
    const ladder = argvOf(LADDER);
    expect(ladder.slice(-2)).toEqual(["/var/hls/%v/seg%05d.ts", "/var/hls/%v/stream.m3u8"]);
    expect(optionOf(ladder, "-var_stream_map")).toBe("v:0,a:0,name:hi v:1,a:1,name:lo.1");
  });

  test("report progress only when told where", () => {
    expect(argvOf()).not.toContain("-progress");
    const argv = renderLive(originOf("default"), { ...OPTIONS, progress: "pipe:1" });
    expect(optionOf(argv, "-progress")).toBe("pipe:1");
  });

  test("have the launcher's words where the numbers go", () => {
    const words = { startNumber: "@N@", timestampOffset: "@T@" };
    const argv = liveArguments(originOf("default"), { outputDir: "/var/hls", ...words });
    expect([optionOf(argv, "-start_number"), optionOf(argv, "-output_ts_offset")]).toEqual(["@N@", "@T@"]);
  });

  test("are refused where FFmpeg would write a wrong playlist or to a wrong place", () => {
    expect(() => argvOf({ hls: { segmentDuration: 0.5 } })).toThrow(Failure);
    expect(() => argvOf({ hls: { segmentDuration: 4.5 } })).toThrow("EXT-X-TARGETDURATION:4");
    expect(liveMisfit(originOf("default", { hls: { segmentDuration: 3.5 } }))).toBeUndefined();
    expect(() => renderLive(originOf("default"), { ...OPTIONS, outputDir: "/srv/50%" })).toThrow("50%");
  });
});

describe("what FFmpeg makes of them", () => {
  testWithTool(TOOLS, "has the numbers, dates, durations and time stamps of the clock", async () => {
    const folder = await encodeUnpaced(originOf("default"), 3, NOW_MS);
    const playlist = mediaOf(folder.playlist("720p"));
    const pictures = await probe(concatenate(folder.segments("720p")), "v", "packet=pts,flags");
    folder.remove();
    expect(folder.complaints).toBe("");
    expect(playlist.mediaSequence).toBe(NOW_MS / 2000);
    expect(playlist.segments.map((segment) => segment.durationSec)).toEqual([2, 2, 2]);
    expect(
      playlist.segments.map(({ dateMs }) => (dateMs ?? 0) - (playlist.segments[0]?.dateMs ?? 0)),
    ).toEqual([0, 2000, 4000]);
    const first = ((NOW_MS * 90) % 2 ** 33) + 63_000;
    const keys = pictures.filter(([, flags]) => flags?.startsWith("K")).map(([pts]) => Number(pts) - first);
    expect(pictures.length).toBe(180);
    expect(keys).toEqual([0, 180_000, 360_000]);
  });

  testWithTool(TOOLS, "is a stream that decodes without a complaint, seams included", async () => {
    const folder = await encodeUnpaced(originOf("default", { testPattern: "testsrc2" }), 3, NOW_MS);
    const stream = concatenate(folder.segments("720p"));
    folder.remove();
    expect(inspectTs(withoutSdt(stream)).errors).toEqual([]);
    expect(await decodeComplaints(stream)).toBe("");
  });

  for (const pattern of ["smptebars", "testsrc2"]) {
    testWithTool(TOOLS, `carries the nominal bit rate in every variant, with ${pattern}`, async () => {
      const origin = originOf("default", { ...LADDER, testPattern: pattern, hls: { segmentDuration: 1 } });
      const folder = await encodeUnpaced(origin, 6, NOW_MS);
      const sizes = origin.derived.renditions.map(({ name }) =>
        folder.segments(name).map(({ length }) => length),
      );
      folder.remove();
      for (const [index, rendition] of origin.derived.renditions.entries()) {
        const shares = (sizes[index] ?? []).map((size) => size / rendition.segmentSizeBytes);
        expect(shares.length).toBe(6);
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
        expect(Math.abs(mean - 1), `${rendition.name}: ${shares.join(" ")}`).toBeLessThan(0.05);
        const peak = Math.max(...shares) * rendition.averageBandwidth;
        expect(peak).toBeLessThanOrEqual(rendition.bandwidth);
      }
    });
  }

  for (const profile of ["baseline", "main", "high"]) {
    testWithTool(
      TOOLS,
      `has the ${profile} profile and the level that CODECS says, even with ultrafast`,
      async () => {
        const video = { width: 320, height: 180 };
        const origin = originOf("default", {
          video,
          encoder: { profile, level: "3.2" },
          hls: { listSize: 4 },
        });
        const folder = await encodeUnpaced(origin, 1, NOW_MS);
        const [segment] = folder.segments("180p");
        folder.remove();
        if (!segment) throw new Error("no segment");
        expect(origin.derived.renditions[0]?.codecs).toBe(`avc1.${hex(spsOf(segment))},mp4a.40.2`);
      },
    );
  }

  testWithTool(
    TOOLS,
    "is cut at every keyframe where 90 kHz cannot tell the frame rate exactly",
    async () => {
      const settings = {
        encoder: { framerate: 29.97 },
        hls: { segmentDuration: 2.002002 },
        video: { width: 320, height: 180 },
      };
      const folder = await encodeUnpaced(originOf("default", settings), 4, NOW_MS);
      const playlist = mediaOf(folder.playlist("180p"));
      folder.remove();
      expect(playlist.segments.slice(0, 3).map(({ durationSec }) => Math.round(durationSec))).toEqual([
        2, 2, 2,
      ]);
    },
  );
});

function mediaOf(text: string): MediaPlaylist {
  const playlist = parsePlaylist(text);
  if (!playlist.ok || playlist.value.kind !== "media") throw new Error(`no media playlist: ${text}`);
  return playlist.value;
}

/** Without the SDT, which is a table and no elementary stream. */
function withoutSdt(stream: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const packets = Array.from({ length: stream.length / 188 }, (_, i) =>
    stream.subarray(188 * i, 188 * (i + 1)),
  );
  return concatenate(
    packets.filter((packet) => (((packet[1] ?? 0) & 0x1f) << 8) + (packet[2] ?? 0) !== 0x11),
  );
}

/** profile_idc, constraint flags and level_idc: the bytes after the header of the first sequence parameter set. */
function spsOf(stream: Uint8Array): Uint8Array {
  for (let at = 0; at < stream.length - 8; at++) {
    const isStart = stream[at] === 0 && stream[at + 1] === 0 && stream[at + 2] === 1;
    if (isStart && ((stream[at + 3] ?? 0) & 0x1f) === 7) return stream.subarray(at + 4, at + 7);
  }
  throw new Error("no sequence parameter set");
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
