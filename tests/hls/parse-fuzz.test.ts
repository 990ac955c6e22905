import { expect, test } from "bun:test";
import fc from "fast-check";
import { checkMedia } from "../../lib/hls/conformance/check-media.ts";
import { checkMultivariant } from "../../lib/hls/conformance/check-multivariant.ts";
import { checkUpdate } from "../../lib/hls/conformance/check-update.ts";
import { checkVariants } from "../../lib/hls/conformance/check-variants.ts";
import { VIOLATIONS } from "../../lib/hls/conformance/violations.ts";
import { mergeDelta } from "../../lib/hls/merge-delta.ts";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import type { MediaPlaylist } from "../../lib/hls/playlist-shape.ts";
import { findTear } from "../../lib/hls/torn.ts";
import { CORPUS } from "../support/playlist-corpus.ts";

const HUGE = ["9".repeat(400), "9007199254740992", "18446744073709551615", "-1", "1e309", "0x1", "NaN", "0"];

/** One thing that can happen to a text on its way, at a place between 0 and 1. */
type Mutation = (text: string, at: number, other: number, with_: string) => string;

const position = (text: string, at: number) => Math.floor(at * text.length);

function onLines(change: (lines: string[], i: number, j: number) => string[]): Mutation {
  return (text, at, other) => {
    const lines = text.split("\n");
    return change(lines, Math.floor(at * lines.length), Math.floor(other * lines.length)).join("\n");
  };
}

const MUTATIONS: readonly Mutation[] = [
  (text, at) => text.slice(0, position(text, at)),
  (text, at) => text.slice(position(text, at)),
  (text, at, other) => text.slice(0, position(text, at)) + text.slice(position(text, other)),
  (text, at, _other, bytes) => text.slice(0, position(text, at)) + bytes + text.slice(position(text, at)),
  (text, at, other) => nthReplaced(text, /\d+/g, at, HUGE[Math.floor(other * HUGE.length)]!),
  (text, at) => nthReplaced(text, /[=",:@{$}]/g, at, ""),
  onLines((lines, i) => lines.toSpliced(i, 0, lines[i] ?? "")),
  onLines((lines, i) => lines.toSpliced(i, 1)),
  onLines((lines, i, j) => lines.with(i, lines[j] ?? "").with(j, lines[i] ?? "")),
];

function nthReplaced(text: string, pattern: RegExp, at: number, by: string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[Math.floor(at * found.length)];
  return match ? text.slice(0, match.index) + by + text.slice(match.index + match[0].length) : text;
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const step = fc.tuple(
  fc.constantFrom(...MUTATIONS),
  place,
  place,
  fc.string({ unit: "binary", maxLength: 6 }),
);
const mutated = fc
  .tuple(fc.constantFrom(...CORPUS), fc.array(step, { maxLength: 6 }))
  .map(([text, steps]) =>
    steps.reduce((now, [mutate, at, other, bytes]) => mutate(now, at, other, bytes), text),
  );

const KNOWN = new Set(Object.keys(VIOLATIONS));

function mediaOf(text: string): MediaPlaylist | null {
  const parsed = parsePlaylist(text, { url: "https://h/p.m3u8" });
  if (!parsed.ok) expect(parsed.problem).toMatch(/^(?:line \d+: |has |does not|numbers )/);
  return parsed.ok && parsed.value.kind === "media" ? parsed.value : null;
}

test("the corpus itself can be played and is whole", () => {
  for (const text of CORPUS) {
    expect(parsePlaylist(text)).toMatchObject({ ok: true });
    expect(findTear(text)).toBeNull();
  }
});

test("whatever happens to a playlist on its way, it is read or refused and judged, never thrown over", () => {
  fc.assert(
    fc.property(mutated, mutated, (a, b) => {
      findTear(a);
      const multivariant = parsePlaylist(a);
      const found =
        multivariant.ok && multivariant.value.kind === "multivariant"
          ? checkMultivariant(multivariant.value)
          : [];
      const [previous, next] = [mediaOf(a), mediaOf(b)];
      if (previous) found.push(...checkMedia(previous));
      if (previous && next) {
        found.push(...checkUpdate(previous, next), ...checkVariants([previous, next]));
        mergeDelta(previous, next);
      }
      for (const { code, example } of found) {
        expect(KNOWN.has(code)).toBe(true);
        expect(example).toMatch(/\.$/);
      }
    }),
    { numRuns: 3000 },
  );
});

test("numbers that come out are numbers", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      for (const segment of mediaOf(text)?.segments ?? []) {
        expect(Number.isSafeInteger(segment.sequence)).toBe(true);
        expect(segment.durationSec >= 0 && Number.isFinite(segment.durationSec)).toBe(true);
        if (segment.byteRange)
          expect(Number.isSafeInteger(segment.byteRange.offset + segment.byteRange.length)).toBe(true);
        if (segment.dateMs !== null) expect(Number.isFinite(segment.dateMs)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

/** What makes readers quadratic: no ends, many beginnings. */
const HOSTILE: readonly [string, (length: number) => string][] = [
  ["one long line", (n) => `#EXTM3U\n#EXT-X-KEY:${"A".repeat(n)}`],
  ["one long name without =", (n) => `#EXTM3U\n#EXT-X-STREAM-INF:${"A-".repeat(n / 2)}\na`],
  ["open quotes", (n) => `#EXTM3U\n#EXT-X-STREAM-INF:${'A="'.repeat(n / 3)}\na`],
  ["commas", (n) => `#EXTM3U\n#EXT-X-STREAM-INF:${",=".repeat(n / 2)}\na`],
  ["white space", (n) => `#EXTM3U\n${" ".repeat(n)}\n${" \t".repeat(n / 2)}`],
  ["white space before tags", (n) => `#EXTM3U\n${" #EXT-X-STREAM-INF:".repeat(n / 19)}`],
  ["half a reference", (n) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${"{$a".repeat(n / 3)}`],
  ["empty lines", (n) => `#EXTM3U\n${"\n".repeat(n)}`],
  ["segments without EXTINF", (n) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n${"a\n".repeat(n / 2)}`],
  ["promises", (n) => `#EXTM3U\n${"#EXTINF:1,\n".repeat(n / 11)}`],
  ["resolutions", (n) => `#EXTM3U\n#EXT-X-STREAM-INF:RESOLUTION=${"1".repeat(n)}\na`],
];

test.each(HOSTILE)("%s: ten times the text takes no more than about ten times as long", (_name, make) => {
  const timeOf = (text: string) => {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 5; i++) {
      const startMs = performance.now();
      parsePlaylist(text);
      findTear(text);
      best = Math.min(best, performance.now() - startMs);
    }
    return best;
  };
  timeOf(make(20_000));
  const short = timeOf(make(20_000));
  const long = timeOf(make(200_000));
  // Quadratic would be a hundred times; 2 ms are for the clock and the collector.
  expect(long).toBeLessThan(30 * short + 2);
});
