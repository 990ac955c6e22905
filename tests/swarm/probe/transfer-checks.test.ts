import { describe, expect, test } from "bun:test";
import type { Exchange } from "../../../lib/http/exchange.ts";
import { ProbeFindings } from "../../../lib/swarm/probe/findings.ts";
import { checkMediaAnswer, checkPlaylistAnswer } from "../../../lib/swarm/probe/transfer-checks.ts";

const MPEGURL = { "content-type": "application/vnd.apple.mpegurl" };

function answer(headers: Record<string, string>, { url = "http://o/a.m3u8", bytes = 10 } = {}): Exchange {
  return {
    url,
    redirects: 0,
    status: 200,
    problem: null,
    detail: "",
    headers: new Map(Object.entries(headers)),
    body: new Uint8Array(bytes),
    bytes,
    dueMs: 0,
    sentMs: 0,
    firstByteMs: 1,
    endMs: 2,
  };
}

/** Codes of the live playlist of 4 s. */
function playlistCodes(headers: Record<string, string>, bytes?: number, target: number | null = 4): string[] {
  const findings = new ProbeFindings();
  checkPlaylistAnswer(answer(headers, bytes === undefined ? {} : { bytes }), target, findings);
  return findings.entries().map(({ code }) => code);
}

describe("the answer with a playlist", () => {
  test.each([
    ["application/vnd.apple.mpegurl", true],
    ["application/x-mpegURL; charset=utf-8", true],
    ["audio/mpegurl", true],
    ["text/plain", false],
    ["application/octet-stream", false],
  ])("of type %s", (type, isRight) => {
    expect(playlistCodes({ "content-type": type })).toEqual(isRight ? [] : ["content-type"]);
  });

  test("should be compressed unless it is small", () => {
    expect(playlistCodes(MPEGURL, 3000)).toEqual(["playlist-not-compressed"]);
    expect(playlistCodes({ ...MPEGURL, "content-encoding": "gzip" }, 3000)).toEqual([]);
    expect(playlistCodes(MPEGURL, 1000)).toEqual([]);
  });

  test.each([
    ["max-age=2", true],
    ["max-age=3", false],
    ["public, max-age=1, s-maxage=30", false],
    ["no-cache, max-age=60", true],
    ["public", true],
  ])("may be kept by caches: %s", (cacheControl, isRight) => {
    const headers = { ...MPEGURL, "cache-control": cacheControl };
    expect(playlistCodes(headers)).toEqual(isRight ? [] : ["playlist-cacheable-too-long"]);
    expect(playlistCodes(headers, undefined, null)).toEqual([]);
  });
});

test.each([
  ["http://o/a.ts?x=1", "video/mp2t", true],
  ["http://o/a.TS", "text/plain", false],
  ["http://o/a.m4s", "video/mp4", true],
  ["http://o/a.m4s", "video/mp2t", false],
  ["http://o/a.vtt", "text/vtt; charset=utf-8", true],
  ["http://o/segment", "whatever", true],
])("%s as %s", (url, type, isRight) => {
  const findings = new ProbeFindings();
  checkMediaAnswer(answer({ "content-type": type }, { url }), findings);
  expect(findings.entries().map(({ code }) => code)).toEqual(isRight ? [] : ["content-type"]);
});

test("findings come MUST first, with their first example and count", () => {
  const findings = new ProbeFindings();
  findings.tell("content-type", "a");
  findings.tell("segment-unavailable", "b");
  findings.tell("segment-unavailable", "c");
  findings.looked(["key-length", "segment-unavailable"]);
  expect(findings.entries()).toEqual([
    { code: "segment-unavailable", level: "must", count: 2, example: "b" },
    { code: "content-type", level: "should", count: 1, example: "a" },
  ]);
  const { passed, unknown } = findings.checks();
  expect(passed).toEqual(["key-length"]);
  expect(unknown).toContain("cors-missing");
  expect(unknown).not.toContain("content-type");
});
