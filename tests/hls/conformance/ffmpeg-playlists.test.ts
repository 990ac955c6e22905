import { afterAll, beforeAll, describe, expect } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkMedia } from "../../../lib/hls/conformance/check-media.ts";
import { checkUpdate } from "../../../lib/hls/conformance/check-update.ts";
import type { MediaPlaylist } from "../../../lib/hls/playlist-shape.ts";
import { findTear } from "../../../lib/hls/torn.ts";
import { run } from "../../support/decode.ts";
import { media } from "../../support/playlists.ts";
import { testWithTool } from "../../support/tools.ts";

let folder = "";
let server: ReturnType<typeof Bun.serve>;
/** Every version of every playlist FFmpeg uploaded, by name. */
const uploads = new Map<string, string[]>();
/** Called when a playlist has ended: FFmpeg does not wait for the answer to its last upload. */
const endings = new Map<string, () => void>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hlsctl-conformance-"));
  await Bun.write(join(folder, "key"), new Uint8Array(16).fill(7));
  await Bun.write(join(folder, "key-info"), `http://keys.example/key\n${join(folder, "key")}\n`);
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: takeUpload });
});

afterAll(async () => {
  await server.stop(true);
  await rm(folder, { recursive: true });
});

async function takeUpload(request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.slice(1);
  const text = await request.text();
  if (name.endsWith(".m3u8")) uploads.set(name, [...(uploads.get(name) ?? []), text]);
  if (text.endsWith("#EXT-X-ENDLIST\n")) endings.get(name)?.();
  return new Response("");
}

/** Ten seconds in segments of one second, as fast as they can be encoded. */
async function encode(options: readonly string[], target: string, seconds = 10): Promise<void> {
  const input = ["-f", "lavfi", "-i", `testsrc2=size=64x36:rate=10:duration=${seconds}`];
  const video = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p"];
  const output = ["-f", "hls", "-hls_time", "1", ...options, target];
  const { errors } = await run(["ffmpeg", "-nostdin", "-y", "-v", "error", ...input, ...video, ...output]);
  if (errors !== "") throw new Error(errors);
}

/** All versions of a live playlist, over one connection, so that they come in order. */
async function live(name: string, options: readonly string[]): Promise<MediaPlaylist[]> {
  const file = `${name}.m3u8`;
  const ended = new Promise<void>((resolve) => endings.set(file, resolve));
  const upload = ["-method", "PUT", "-http_persistent", "1"];
  await encode([...upload, ...options], `http://127.0.0.1:${server.port}/${file}`);
  await ended;
  return (uploads.get(file) ?? []).map((text) => media(text));
}

async function file(name: string, options: readonly string[]): Promise<string> {
  const path = join(folder, `${name}.m3u8`);
  await encode(options, path);
  return Bun.file(path).text();
}

function codesOf(versions: readonly MediaPlaylist[]): string[] {
  const found = versions.flatMap((version, i) => [
    ...checkMedia(version),
    ...(i > 0 ? checkUpdate(versions[i - 1]!, version) : []),
  ]);
  return [...new Set(found.map(({ code }) => code))].sort();
}

const DATED = ["-hls_flags", "program_date_time+independent_segments"];

describe("what FFmpeg writes breaks no rule but those told here", () => {
  testWithTool("ffmpeg", "live, MPEG-TS", async () => {
    const versions = await live("ts", ["-hls_list_size", "4", ...DATED]);
    expect(versions.length).toBeGreaterThan(8);
    expect(versions.at(-1)).toMatchObject({ isEnded: true, mediaSequence: 6 });
    expect(codesOf(versions)).toEqual([]);
  });

  testWithTool("ffmpeg", "live, with the options FFmpeg has when none are given: no dates", async () => {
    expect(codesOf(await live("plain", []))).toEqual(["date-missing"]);
  });

  testWithTool("ffmpeg", "live, fragmented MP4", async () => {
    const versions = await live("fmp4", ["-hls_segment_type", "fmp4", "-hls_list_size", "4", ...DATED]);
    expect(versions.at(-1)?.segments[0]?.map).toMatchObject({ uri: "init.mp4" });
    expect(codesOf(versions)).toEqual([]);
  });

  testWithTool("ffmpeg", "live, encrypted", async () => {
    const key = ["-hls_key_info_file", join(folder, "key-info"), "-hls_list_size", "4"];
    const versions = await live("aes", [...key, ...DATED]);
    expect(versions.at(-1)?.segments[0]?.key).toMatchObject({
      method: "AES-128",
      uri: "http://keys.example/key",
    });
    expect(codesOf(versions)).toEqual([]);
  });

  testWithTool("ffmpeg", "an event", async () => {
    const versions = await live("event", ["-hls_playlist_type", "event", ...DATED]);
    expect(versions.at(-1)).toMatchObject({ type: "EVENT", isEnded: true });
    expect(codesOf(versions)).toEqual([]);
  });

  testWithTool("ffmpeg", "video on demand in one file, MPEG-TS and fragmented MP4", async () => {
    const single = ["-hls_playlist_type", "vod", "-hls_flags", "single_file"];
    const ts = media(await file("single-ts", single));
    const mp4 = media(await file("single-mp4", [...single, "-hls_segment_type", "fmp4"]));
    expect(ts.segments.every(({ byteRange }) => byteRange !== null)).toBe(true);
    expect(mp4.segments[0]?.map?.byteRange?.offset).toBe(0);
    expect(codesOf([ts])).toEqual([]);
    expect(codesOf([mp4])).toEqual([]);
  });

  testWithTool(
    "ffmpeg",
    "a stream that begins again and appends: discontinuities that leave are not counted",
    async () => {
      const again = ["-hls_list_size", "8", "-hls_flags", "append_list+omit_endlist+program_date_time"];
      const versions: MediaPlaylist[] = [];
      for (const seconds of [6, 3, 3, 6]) {
        await encode(again, join(folder, "append.m3u8"), seconds);
        versions.push(media(await Bun.file(join(folder, "append.m3u8")).text()));
      }
      expect(versions.at(-1)?.segments.some(({ isDiscontinuity }) => isDiscontinuity)).toBe(true);
      expect(codesOf(versions)).toEqual(["discontinuity-sequence-missing"]);
    },
  );

  testWithTool("ffmpeg", "no version is torn", () => {
    const texts = [...uploads.values()].flat();
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.map(findTear).filter((tear) => tear !== null)).toEqual([]);
  });
});
