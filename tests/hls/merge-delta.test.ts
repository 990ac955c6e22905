import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { mergeDelta } from "../../lib/hls/merge-delta.ts";
import { media } from "../support/playlists.ts";

const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

interface Entry {
  tags: string;
  uri: string;
}

/** A window of a stream, whole or with its first segments skipped. */
function windowOf(stream: readonly Entry[], first: number, skipped: number, trailing = ""): string {
  const discontinuities = stream.slice(0, first).filter(({ tags }) => tags.includes("DISCONTINUITY")).length;
  const head = `${HEAD}#EXT-X-MEDIA-SEQUENCE:${first}\n#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuities}\n`;
  const skip = skipped > 0 ? `#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}\n` : "";
  const segments = stream.slice(first + skipped).map(({ tags, uri }) => `${tags}#EXTINF:2,\n${uri}\n`);
  return head + skip + segments.join("") + trailing;
}

function merged(previous: string, delta: string) {
  const result = mergeDelta(media(previous), media(delta));
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

const plain = (n: number): Entry => ({ tags: "", uri: `s${n}.ts` });

describe("a delta update", () => {
  test("becomes the whole playlist", () => {
    const stream = Array.from({ length: 12 }, (_, n) => plain(n));
    const whole = media(windowOf(stream, 2, 0));
    const { needs, ...rest } = merged(windowOf(stream.slice(0, 11), 1, 0), windowOf(stream, 2, 6));
    expect({ ...rest, needs: whole.needs }).toEqual(whole);
    expect(needs.version).toBe(9);
  });

  test("goes on with key, init section, date and byte range of the last skipped segment", () => {
    const stream = Array.from(
      { length: 10 },
      (): Entry => ({ tags: "#EXT-X-BYTERANGE:100\n", uri: "all.mp4" }),
    );
    stream[0]!.tags +=
      '#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x1\n#EXT-X-MAP:URI="i"\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n';
    stream[3]!.tags += "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:01:00Z\n";
    const trailing = '#EXT-X-PART:DURATION=1,URI="p"\n';
    stream[0]!.tags += "#EXT-X-BYTERANGE:100@0\n";
    const whole = media(windowOf(stream, 0, 0, trailing));
    const playlist = merged(windowOf(stream.slice(0, 8), 0, 0), windowOf(stream, 0, 5, trailing));
    expect({ ...playlist, needs: whole.needs }).toEqual(whole);
    expect(playlist.segments[9]).toMatchObject({
      byteRange: { offset: 900 },
      key: { uri: "k" },
      discontinuitySequence: 1,
    });
    expect(playlist).toMatchObject({ trailingKey: { uri: "k" }, trailingMap: { uri: "i" } });
  });

  test("counts the date of its trailing parts on, but not over a discontinuity", () => {
    const stream = Array.from({ length: 8 }, (_, n) => plain(n));
    stream[0]!.tags = "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n";
    const held = windowOf(stream, 0, 0);
    const part = '#EXT-X-PART:DURATION=1,URI="p"\n';
    const date = (trailing: string) => merged(held, windowOf(stream, 0, 5, trailing)).trailingDateMs;
    expect(date(part)).toBe(Date.UTC(2026, 0, 1, 0, 0, 16));
    expect(date(`#EXT-X-DISCONTINUITY\n${part}`)).toBeNull();
    expect(date(`#EXT-X-PROGRAM-DATE-TIME:2026-01-02T00:00:00Z\n${part}`)).toBe(Date.UTC(2026, 0, 2));
  });

  test("leaves byte ranges alone that say where they begin or are of another resource", () => {
    const range = (text: string, uri: string): Entry => ({ tags: `#EXT-X-BYTERANGE:${text}\n`, uri });
    const stream = [
      range("10@90", "a"),
      range("10", "a"),
      range("10", "a"),
      range("10@500", "a"),
      range("10", "a"),
    ];
    const offsets = (first: string, from: readonly Entry[]) =>
      merged(windowOf(from, 0, 0), windowOf(from, 0, 1)).segments.map(
        ({ byteRange }) => byteRange?.offset ?? first,
      );
    expect(offsets("", stream)).toEqual([90, 100, 110, 500, 510]);
    expect(offsets("", [range("10@90", "a"), range("10", "b"), range("10", "b")])).toEqual([90, 0, 10]);
  });

  test("that skips what is not held is a problem that tells both ranges", () => {
    const stream = Array.from({ length: 20 }, (_, n) => plain(n));
    const problem = (previous: string, delta: string) => {
      const result = mergeDelta(media(previous), media(delta));
      return result.ok ? "none" : result.problem;
    };
    const held = windowOf(stream.slice(0, 10), 4, 0);
    expect(problem(held, windowOf(stream, 3, 5))).toBe(
      "the delta update skips segments 3 to 7, the playlist held has 4 to 9: load it whole",
    );
    expect(problem(held, windowOf(stream, 5, 6))).toMatch(
      /skips segments 5 to 10, the playlist held has 4 to 9/,
    );
    expect(problem(held, windowOf(stream, 15, 2))).toMatch(/load it whole/);
    expect(problem(HEAD, windowOf(stream, 5, 6))).toMatch(/has none/);
    expect(problem(windowOf(stream, 2, 2), windowOf(stream, 2, 2))).toMatch(/is a delta update itself/);
  });

  test("of nothing is returned as it is", () => {
    const next = media(windowOf([plain(0)], 0, 0));
    expect(mergeDelta(media(HEAD), next)).toEqual({ ok: true, value: next });
  });
});

test("whatever is skipped, the merged playlist is the whole one, and the one held is not changed", () => {
  const tag = fc.constantFrom(
    "",
    "",
    "#EXT-X-DISCONTINUITY\n",
    '#EXT-X-KEY:METHOD=AES-128,URI="k1"\n',
    "#EXT-X-KEY:METHOD=NONE\n",
    '#EXT-X-MAP:URI="m1"\n',
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n",
    "#EXT-X-GAP\n",
  );
  const streams = fc.array(fc.tuple(tag, tag), { minLength: 6, maxLength: 14 });
  const cuts = fc.record({ first: fc.nat(2), removed: fc.nat(1), added: fc.nat(3), skipped: fc.nat(12) });
  fc.assert(
    fc.property(streams, cuts, (tags, { first, removed, added, skipped }) => {
      const stream = tags.map(([a, b], n): Entry => ({ tags: a + b, uri: `s${n}.ts` }));
      const held = media(windowOf(stream.slice(0, stream.length - added), first, 0));
      const copy = structuredClone(held);
      const from = first + removed;
      const count = Math.min(skipped, Math.max(0, stream.length - added - from));
      const result = mergeDelta(held, media(windowOf(stream, from, count)));
      const expected = withTagsBefore(stream, from);
      if (!result.ok) throw new Error(result.problem);
      const strip = ({
        sequence,
        uri,
        key,
        map,
        isDiscontinuity,
        discontinuitySequence,
        isGap,
      }: (typeof held)["segments"][0]) => ({
        sequence,
        uri,
        key,
        map,
        isDiscontinuity,
        discontinuitySequence,
        isGap,
      });
      const isSkipping = count > 0;
      if (isSkipping) expect(result.value.segments.map(strip)).toEqual(expected(first).segments.map(strip));
      expect(held).toEqual(copy);
    }),
  );
});

/** A segment's key and init section as a client knows them that has followed the stream from `first`. */
function withTagsBefore(stream: readonly Entry[], from: number) {
  return (first: number) => {
    const whole = media(windowOf(stream, first, 0));
    return { segments: whole.segments.slice(from - first) };
  };
}
