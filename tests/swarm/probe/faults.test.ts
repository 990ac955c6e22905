import { expect, test } from "bun:test";
import type { FaultOriginOptions, OriginRequest } from "../../support/fault-origin.ts";
import { openMediaOrigin } from "../support/media-origin.ts";
import { codesOf, runProbe } from "../support/run-probe.ts";

interface Fault extends FaultOriginOptions {
  isLadder?: boolean;
  durationMs?: number;
}

const CORS = { "Access-Control-Allow-Origin": "*" };

/** Good in every respect but what is spoilt. */
const GOOD = { headers: { "Content-Type": "application/vnd.apple.mpegurl", ...CORS } };
const good = ({ kind }: OriginRequest) => (kind === "media" || kind === "multivariant" ? GOOD : undefined);

let frozen: string | undefined;
let end: string | undefined;
const ended = (text: string) => {
  end ??= `${text}#EXT-X-ENDLIST\n`;
  return end;
};
const turnSec = Math.floor(Date.now() / 1000) + 3;
/** From some new segment on. */
const isLater = () => Date.now() / 1000 >= turnSec;
const keyTag = '#EXT-X-KEY:METHOD=AES-128,URI="key"\n#EXTINF';

const FAULTS: Record<string, [fault: Fault, codes: string[]]> = {
  "nothing wrong": [{}, []],
  "a ladder with nothing wrong": [{ isLadder: true }, []],
  "a listed segment that is not there": [
    {
      fault: ({ kind, index }) =>
        kind === "segment" && index === 3 ? { status: 404, body: "no" } : undefined,
    },
    ["segment-unavailable"],
  ],
  "segments that are all cut off": [
    { fault: ({ kind }) => (kind === "segment" ? { cutAfterBytes: 100 } : undefined) },
    ["segment-truncated"],
  ],
  "segments that the server fails to give": [
    { fault: ({ kind }) => (kind === "segment" ? { status: 503, body: "" } : undefined) },
    ["segment-failed"],
  ],
  "segments without a byte": [
    { fault: ({ kind }) => (kind === "segment" ? { body: "" } : undefined) },
    ["segment-empty"],
  ],
  "segments that drip": [
    { fault: ({ kind }) => (kind === "segment" ? { drip: { of: "body", everyMs: 100 } } : undefined) },
    ["segment-failed"],
  ],
  "segments that nobody may fetch": [
    { fault: ({ kind }) => (kind === "segment" ? { status: 403, body: "no" } : undefined) },
    ["segment-unavailable"],
  ],
  "URIs that no player can fetch": [
    { rewrite: (text) => text.replaceAll(/^seg/gm, "ftp://origin.test/seg") },
    ["uri-unfetchable"],
  ],
  "a live playlist without segments": [
    {
      rewrite: (text) =>
        text
          .replaceAll(/^#EXT(?:INF|-X-PROGRAM).*\n(?:seg.*\n)?/gm, "")
          .replace(/SEQUENCE:\d+/, "SEQUENCE:0"),
    },
    ["playlist-empty", "playlist-stale"],
  ],
  "a playlist that stands still": [
    {
      rewrite: (text) => {
        frozen ??= text;
        return frozen;
      },
    },
    ["playlist-stale"],
  ],
  "a number that goes back": [
    {
      rewrite: (text) =>
        !isLater() ? text : text.replace(/SEQUENCE:(\d+)/, (_, n) => `SEQUENCE:${Number(n) - 100}`),
    },
    ["cache-incoherent", "media-sequence-decreased"],
  ],
  "a number that jumps": [
    {
      rewrite: (text) =>
        !isLater() ? text : text.replace(/SEQUENCE:(\d+)/, (_, n) => `SEQUENCE:${Number(n) + 100_000}`),
    },
    ["media-sequence-jumped"],
  ],
  "another target duration": [
    {
      rewrite: (text) => (!isLater() ? text : text.replace("TARGETDURATION:1", "TARGETDURATION:2")),
    },
    ["target-duration-changed"],
  ],
  "a URI that changes": [
    { rewrite: (text) => (!isLater() ? text : text.replaceAll(".ts", ".ts?again")) },
    ["segment-uri-changed"],
  ],
  "a playlist that breaks off": [
    {
      rewrite: (text, { index }) => (index % 3 === 2 ? text.slice(0, text.lastIndexOf("#EXTINF") + 5) : text),
    },
    ["playlist-torn"],
  ],
  "byte order marks": [{ isLadder: true, rewrite: (text) => `\uFEFF${text}` }, ["byte-order-mark"]],
  "an end that is taken back": [
    { rewrite: (text, { index }) => (index === 5 ? `${text}#EXT-X-ENDLIST\n` : text) },
    ["changed-after-endlist", "endlist-vanished"],
  ],
  "a live stream that ends": [{ rewrite: (text, { index }) => (index < 5 ? text : ended(text)) }, []],
  "a playlist as plain text": [
    {
      fault: ({ kind }) =>
        kind === "media" ? { headers: { ...CORS, "Content-Type": "text/plain" } } : undefined,
    },
    ["content-type"],
  ],
  "a playlist that caches keep for a minute": [
    {
      fault: ({ kind }) =>
        kind === "media" ? { headers: { ...GOOD.headers, "Cache-Control": "max-age=60" } } : undefined,
    },
    ["playlist-cacheable-too-long"],
  ],
  "a server that lets no page read it": [
    {
      fault: ({ kind }) =>
        kind === "media" ? { headers: { "Content-Type": "application/vnd.apple.mpegurl" } } : undefined,
    },
    ["cors-missing"],
  ],
  "a removed segment that is gone": [
    {
      durationMs: 5000,
      fault: ({ kind, sequence }) =>
        kind === "segment" && sequence !== null && sequence < Date.now() / 1000 - 7.5
          ? { status: 404, body: "gone" }
          : undefined,
    },
    ["segment-removed-early"],
  ],
  "changes twice in a target duration": [{ segmentDurationSec: 0.25, listSize: 12 }, ["playlist-early"]],
  "more bits than declared": [{ variants: [{ name: "360p", bandwidth: 300_000 }] }, ["bandwidth-exceeded"]],
  "a key that is too short": [
    {
      rewrite: (text) => text.replace("#EXTINF", keyTag),
      fault: ({ target }) => (target === "/live/key" ? { status: 200, body: "fifteen octets!" } : undefined),
    },
    ["key-length"],
  ],
  "encryption that is none": [
    {
      rewrite: (text) => text.replace("#EXTINF", keyTag),
      fault: ({ target }) => (target === "/live/key" ? { status: 200, body: "sixteen octets!!" } : undefined),
    },
    ["decrypt-padding"],
  ],
};

test("every fault is told by its code, and nothing else is", async () => {
  const found = await Promise.all(
    Object.entries(FAULTS).map(async ([name, [fault]]) => {
      const { durationMs = 4000, ...options } = fault;
      const origin = openMediaOrigin({
        ...options,
        fault: (request) => ({ ...good(request), ...options.fault?.(request) }),
      });
      const report = await runProbe(origin.url, { durationMs });
      origin.stop();
      return [name, codesOf(report)] as const;
    }),
  );
  const expected = Object.entries(FAULTS).map(([name, [, codes]]) => [name, codes] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}, 20_000);
