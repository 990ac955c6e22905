import { describe, expect, test } from "bun:test";
import { parseFfmpegLine } from "../../../lib/swarm/ffmpeg/log-line.ts";
import { type LoggedRequest, RequestLog } from "../../../lib/swarm/ffmpeg/request-log.ts";

const MAIN = "http://o/live/stream.m3u8";

/** What a log comes to, as short lines. */
function read(
  log: string,
  options: {
    url?: string;
    streams?: { label: string; url: string }[];
    hasRetries?: boolean;
    isComplete?: boolean;
  } = {},
) {
  const told: string[] = [];
  const describeRequest = ({ kind, label, status, problem, attempt, bytes }: LoggedRequest) =>
    [kind, label ?? "-", problem ?? status, attempt > 0 && `try ${attempt}`, bytes > 0 && `${bytes} bytes`]
      .filter(Boolean)
      .join(" ");
  const reader = new RequestLog(
    { url: MAIN, streams: [{ label: "media", url: MAIN }], hasRetries: false, ...options },
    {
      request: (request) => void told.push(describeRequest(request)),
      segmentDownloaded: (label) => void told.push(`downloaded ${label}`),
      segmentFailed: (label) => void told.push(`failed ${label}`),
      segmentsMissed: (label, count) => void told.push(`missed ${count} ${label}`),
    },
  );
  for (const line of answered(log)) {
    const event = parseFfmpegLine(line.trim());
    if (event) reader.take(event);
  }
  reader.end(options.isComplete ?? false);
  return told;
}

/** Requests whose answer is not in the log were answered well, with a thousand bytes. */
function answered(log: string): string[] {
  const lines = log.split("\n");
  return lines.flatMap((line, i) => {
    const connection = /\[(http @ \w+)\] \[debug\] request:/.exec(line)?.[1];
    if (!connection || /http_code|keepalive request failed/.test(lines[i + 1] ?? "")) return [line];
    const answer = ["http_code=200", "header='content-length: 1000'"];
    return [line, ...answer.map((text) => `[${connection}] [trace] ${text}`)];
  });
}

describe("the log of FFmpeg", () => {
  test("tells the requests of a live stream", () => {
    expect(
      read(`
        [AVFormatContext @ 0x1] [debug] Opening 'http://o/live/stream.m3u8' for reading
        [http @ 0xa] [debug] request: GET /live/stream.m3u8 HTTP/1.1
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg1.ts', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/live/seg1.ts' for reading
        [http @ 0xb] [debug] request: GET /live/seg1.ts HTTP/1.1
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg2.ts', offset 0, playlist 0
        [http @ 0xbb] [info] Opening 'http://o/live/seg2.ts' for reading
        [http @ 0xb] [debug] request: GET /live/seg2.ts HTTP/1.1
        [hls @ 0x1] [debug] Opening 'http://o/live/stream.m3u8' for reading
        [http @ 0xc] [debug] request: GET /live/stream.m3u8 HTTP/1.1
        [hls @ 0x1] [warning] skipping 3 segments ahead, expired from playlists
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg6.ts', offset 0, playlist 0
        [AVIOContext @ 0xd] [verbose] Statistics: 1114 bytes written, 0 seeks, 6 writeouts
        [AVIOContext @ 0xe] [verbose] Statistics: 3900 bytes read, 0 seeks
        [AVIOContext @ 0xf] [verbose] Statistics: 100 bytes read, 0 seeks`),
    ).toEqual([
      "segment media 200 1000 bytes",
      "downloaded media",
      "segment media 200 1000 bytes",
      "downloaded media",
      "media media 200 1000 bytes",
      "missed 3 media",
      "media media 200 1000 bytes",
    ]);
  });

  const opened = (n: number) => `
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg${n}.ts', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/live/seg${n}.ts' for reading
        [http @ 0xb${n}] [debug] request: GET /live/seg${n}.ts HTTP/1.1`;
  const reload = `
        [hls @ 0x1] [debug] Opening '${MAIN}' for reading
        [http @ 0xa] [debug] request: GET /live/stream.m3u8 HTTP/1.1`;
  const closed = (bytes: number) => `
        [AVIOContext @ 0xe] [verbose] Statistics: ${bytes} bytes read, 0 seeks`;
  const ofSegments = (told: string[]) => told.filter((line) => /segment|downloaded/.test(line));
  const whole = ["segment media 200 1000 bytes", "downloaded media"];

  test("tells by the reload of a playlist that the segment before was read, and not what is loaded ahead", () => {
    const log = reload + opened(1) + opened(2) + reload;
    expect(ofSegments(read(log))).toEqual([...whole, "segment media 200"]);
    expect(ofSegments(read(log + reload + reload))).toEqual([...whole, ...whole]);
  });

  test.each([
    `
        [hls @ 0x1] [warning] Failed to reload playlist 0`,
    `
        [hls @ 0x1] [warning] keepalive request failed for '${MAIN}' with error: 'End of file' when opening url, retrying with new connection`,
  ])("a reload that is tried again tells of no segment: %s", (failure) => {
    const log = reload + opened(1) + opened(2) + reload + failure + reload;
    expect(ofSegments(read(log))).toEqual([...whole, "segment media 200"]);
  });

  test("what FFmpeg has read in full when it ends is whole, and the rest counts as far as it came", () => {
    const log = reload + opened(1) + opened(2);
    expect(ofSegments(read(log + closed(2300)))).toEqual([...whole, "segment media 200 300 bytes"]);
    expect(ofSegments(read(log + closed(3000)))).toEqual([...whole, ...whole]);
    expect(ofSegments(read(log + closed(1900)))).toEqual([
      "segment media 200",
      "segment media 200 900 bytes",
    ]);
  });

  test("which cannot be told where lengths are not known", () => {
    const unknown = `
        [NULL @ 0x1] [debug] Opening '${MAIN}' for reading
        [http @ 0xa] [debug] request: GET /live/stream.m3u8 HTTP/1.1
        [http @ 0xa] [trace] http_code=200`;
    expect(ofSegments(read(unknown + unknown + opened(1) + closed(2000)))).toEqual([
      "segment media 200 2000 bytes",
    ]);
  });

  test("tells what was refused, and the second try over a new connection", () => {
    expect(
      read(`
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg5.ts', offset 0, playlist 0
        [http @ 0xbb] [info] Opening 'http://o/live/seg5.ts' for reading
        [http @ 0xb] [debug] request: GET /live/seg5.ts HTTP/1.1
        [http @ 0xb] [trace] http_code=404
        [hls @ 0x1] [warning] keepalive request failed for 'http://o/live/seg5.ts' with error: 'Server returned 404 Not Found' when opening url, retrying with new connection
        [hls @ 0x1] [info] Opening 'http://o/live/seg5.ts' for reading
        [http @ 0xc] [debug] request: GET /live/seg5.ts HTTP/1.1
        [http @ 0xc] [trace] http_code=404
        [hls @ 0x1] [warning] Failed to open segment 5 of playlist 0`),
    ).toEqual(["segment media 404", "segment media 404 try 1", "failed media"]);
  });

  test("with seg_max_retry a segment has failed when FFmpeg gives up", () => {
    const tried = `
        [hls @ 0x1] [verbose] HLS request for url 'http://o/live/seg5.ts', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/live/seg5.ts' for reading
        [http @ 0xc] [debug] request: GET /live/seg5.ts HTTP/1.1
        [http @ 0xc] [trace] http_code=503
        [hls @ 0x1] [warning] Failed to open segment 5 of playlist 0`;
    const end = "\n[hls @ 0x1] [warning] Segment 5 of playlist 0 failed too many times, skipping";
    expect(read(tried + tried + end, { hasRetries: true })).toEqual([
      "segment media 503",
      "segment media 503 try 1",
      "failed media",
    ]);
  });

  test.each([
    ["Connection reset by peer", "reset"],
    ["Connection timed out", "timeout"],
    ["End of file", "reset"],
  ])("a kept connection that ended with %s is %s", (reason, problem) => {
    expect(
      read(`
        [hls @ 0x1] [verbose] HLS request for url 'http://o/s.ts', offset 0, playlist 0
        [http @ 0xbb] [info] Opening 'http://o/s.ts' for reading
        [http @ 0xb] [debug] request: GET /s.ts HTTP/1.1
        [hls @ 0x1] [warning] keepalive request failed for 'http://o/s.ts' with error: '${reason}' when opening url, retrying with new connection`),
    ).toEqual([`segment media ${problem}`]);
  });

  test("tells a body that broke off", () => {
    expect(
      read(`
        [hls @ 0x1] [verbose] HLS request for url 'http://o/s.ts', offset 0, playlist 0
        [http @ 0xbb] [info] Opening 'http://o/s.ts' for reading
        [http @ 0xb] [debug] request: GET /s.ts HTTP/1.1
        [http @ 0xb] [error] Stream ends prematurely at 2000, should be 10000
        [http @ 0xb] [debug] request: GET /t.ts HTTP/1.1`)[1],
    ).toBe("segment media truncated");
  });

  test.each([
    ["[tcp @ 0x2] [error] Connection to tcp://127.0.0.1:1 failed: Connection refused", "refused"],
    ["[tcp @ 0x2] [error] Failed to resolve hostname nowhere: Name or service not known", "dns"],
    ["[tls @ 0x2] [error] error:0A000086:SSL routines::certificate verify failed", "tls"],
  ])("%s: no request, and %s", (line, problem) => {
    expect(read(`[NULL @ 0x1] [debug] Opening '${MAIN}' for reading\n${line}`)).toEqual([
      `media media ${problem}`,
    ]);
  });

  test("tells init sections, keys and alternate audio from segments", () => {
    const streams = [{ label: "720p", url: "http://o/v.m3u8" }];
    expect(
      read(
        `
        [NULL @ 0x1] [debug] Opening 'http://o/m.m3u8' for reading
        [http @ 0xa] [debug] request: GET /m.m3u8 HTTP/1.1
        [hls @ 0x1] [info] Opening 'http://o/v.m3u8' for reading
        [http @ 0xb] [debug] request: GET /v.m3u8 HTTP/1.1
        [http @ 0xbb] [info] Opening 'http://o/a.m3u8' for reading
        [http @ 0xb] [debug] request: GET /a.m3u8 HTTP/1.1
        [hls @ 0x1] [verbose] HLS request for url 'http://o/init.mp4', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/init.mp4' for reading
        [http @ 0xc] [debug] request: GET /init.mp4 HTTP/1.1
        [hls @ 0x1] [debug] Downloading an initialization section of size 5
        [hls @ 0x1] [verbose] HLS request for url 'http://o/s.m4s', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/key' for reading
        [http @ 0xd] [debug] request: GET /key HTTP/1.1
        [hls @ 0x1] [info] Opening 'crypto+http://o/s.m4s' for reading
        [http @ 0xe] [debug] request: GET /s.m4s HTTP/1.1`,
        { url: "http://o/m.m3u8", streams },
      ).sort(),
    ).toEqual([
      "init 720p 200",
      "key - 200 1000 bytes",
      "media - 200 1000 bytes",
      "media 720p 200 1000 bytes",
      "multivariant - 200 1000 bytes",
      "segment 720p 200",
    ]);
  });

  /** Segments over connections of their own, as with servers that close them. */
  const segments = [1, 2, 3, 4]
    .map(
      (n) => `
        [hls @ 0x1] [verbose] HLS request for url 'http://o/s${n}.ts', offset 0, playlist 0
        [hls @ 0x1] [info] Opening 'http://o/s${n}.ts' for reading
        [http @ 0xc${n}] [debug] request: GET /s${n}.ts HTTP/1.1`,
    )
    .join("");

  test("takes a segment for whole when later ones are under way, and what is under way at the end for none", () => {
    expect(read(segments).filter((line) => line.startsWith("downloaded"))).toHaveLength(2);
    expect(read(segments).filter((line) => line.startsWith("segment"))).toEqual([
      "segment media 200 1000 bytes",
      "segment media 200 1000 bytes",
      "segment media 200",
      "segment media 200",
    ]);
  });

  test("takes everything for whole when all was played", () => {
    const told = read(segments, { isComplete: true });
    expect(told.filter((line) => line.startsWith("downloaded"))).toHaveLength(4);
    expect(told.filter((line) => line === "segment media 200 1000 bytes")).toHaveLength(4);
  });

  test("counts a redirected request once, as it ended", () => {
    expect(
      read(`
        [NULL @ 0x1] [debug] Opening '${MAIN}' for reading
        [http @ 0xa] [debug] request: GET /live/stream.m3u8 HTTP/1.1
        [http @ 0xa] [trace] http_code=302
        [http @ 0xa] [debug] request: GET /elsewhere/stream.m3u8 HTTP/1.1
        [http @ 0xa] [trace] http_code=200`),
    ).toEqual(["media media 200"]);
  });

  test("is read where the lowest level has no name, too", () => {
    expect(parseFfmpegLine("[http @ 0x3] [] http_code=206")).toEqual({
      event: "status",
      connection: "http @ 0x3",
      status: 206,
    });
  });

  test("leaves out a request that had no answer when FFmpeg was ended", () => {
    expect(
      read(`
        [NULL @ 0x1] [debug] Opening '${MAIN}' for reading
        [http @ 0xa] [debug] request: GET /live/stream.m3u8 HTTP/1.1
        [http @ 0xa] [debug] no http_code yet`),
    ).toEqual([]);
  });
});
