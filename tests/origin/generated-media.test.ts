import { describe, expect, test } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { generatedMedia } from "../../lib/origin/generated-media.ts";
import type { GeneratedSource } from "../../lib/origin/generated-source.ts";
import { originOf } from "../support/configs.ts";
import { MOMENT_MS, sourceOf } from "./support/origin-fixture.ts";

const origin = originOf("default", { hls: { listSize: 4, deleteThreshold: 2 } });
const real = sourceOf(origin);
const SEGMENT_MS = 2000;
const STARTED_MS = MOMENT_MS - 60_000;

/** The same source with a count of the segments it made. */
function counted(): GeneratedSource & { made: number[] } {
  const made: number[] = [];
  const renditions = real.renditions.map((rendition) => ({
    ...rendition,
    segment(n: number) {
      made.push(n);
      return rendition.segment(n);
    },
  }));
  return { ...real, renditions, made };
}

function pathOf(n: number): string {
  return `/${real.renditions[0]?.nameOf(n)}`;
}

describe("a segment made on demand", () => {
  const { lastListed } = real.window(MOMENT_MS);
  const completeMs = real.completeMs(lastListed);

  test("is there from the moment it is complete, to the millisecond", () => {
    const media = generatedMedia(real, STARTED_MS);
    expect(media.lookup(pathOf(lastListed), completeMs - 1)).toBeUndefined();
    expect(media.lookup(pathOf(lastListed), completeMs)?.modifiedMs).toBe(completeMs);
  });

  test("stays until listSize + deleteThreshold more are complete", () => {
    const media = generatedMedia(real, STARTED_MS);
    const goneMs = completeMs + 6 * SEGMENT_MS;
    expect(media.lookup(pathOf(lastListed), goneMs - 1)).toBeDefined();
    expect(media.lookup(pathOf(lastListed), goneMs)).toBeUndefined();
  });

  test("is made once, however many ask", () => {
    const source = counted();
    const media = generatedMedia(source, STARTED_MS);
    const items = [0, 1, 1999].map((ms) => media.lookup(pathOf(lastListed), completeMs + ms));
    expect(source.made).toEqual([lastListed]);
    expect(new Set(items).size).toBe(1);
    expect(media.generation).toMatchObject({ count: 1 });
  });

  test("is the one of its number, to the byte, in every process", async () => {
    const [a, b] = [0, 1].map(() =>
      generatedMedia(sourceOf(origin), STARTED_MS).lookup(pathOf(lastListed), completeMs),
    );
    const bytes = await new Response(a?.body).bytes();
    expect(Buffer.compare(bytes, await new Response(b?.body).bytes())).toBe(0);
    expect(Buffer.compare(bytes, real.renditions[0]?.segment(lastListed) ?? new Uint8Array())).toBe(0);
    expect(a?.etag).toBe(b?.etag);
  });

  test("is forgotten with its window: memory does not grow with time", () => {
    const source = counted();
    const media = generatedMedia(source, STARTED_MS);
    const newest = (i: number) => media.lookup(pathOf(lastListed + i), completeMs + i * SEGMENT_MS);
    for (let i = 0; i < 50; i++) newest(i);
    const inWindow = Array.from({ length: 6 }, (_, i) => lastListed + 44 + i);
    for (const n of inWindow) media.lookup(pathOf(n), completeMs + 49 * SEGMENT_MS);
    expect(source.made.length).toBe(50);
    // Set back to the first moment, the first segment has to be made again.
    newest(0);
    expect(source.made.length).toBe(51);
  });
});

describe("playlists made on demand", () => {
  test("list what can be had, and nothing else", () => {
    const media = generatedMedia(real, STARTED_MS);
    for (const ms of [0, 999, 1000, 1999]) {
      const text = String(media.lookup("/stream.m3u8", MOMENT_MS + ms)?.body);
      const parsed = parsePlaylist(text);
      if (!parsed.ok || parsed.value.kind !== "media") throw new Error(text);
      expect(parsed.value.segments.length).toBe(4);
      const there = parsed.value.segments.map(
        ({ uri }) => media.lookup(`/${uri}`, MOMENT_MS + ms) !== undefined,
      );
      expect(there).toEqual([true, true, true, true]);
    }
  });

  test("are the same object until the next segment is complete", () => {
    const media = generatedMedia(real, STARTED_MS);
    const { lastListed } = real.window(MOMENT_MS);
    const endMs = real.completeMs(lastListed + 1);
    const first = media.lookup("/stream.m3u8", endMs - SEGMENT_MS);
    expect(media.lookup("/stream.m3u8", endMs - 1)).toBe(first as never);
    expect(media.lookup("/stream.m3u8", endMs)).not.toBe(first as never);
  });

  test("name the multivariant one of a single rendition too, as old as the origin", () => {
    const master = generatedMedia(real, STARTED_MS).lookup("/master.m3u8", MOMENT_MS);
    expect(String(master?.body)).toContain("RESOLUTION=1280x720");
    expect(master?.modifiedMs).toBe(STARTED_MS);
  });
});

describe("a ladder made on demand", () => {
  const ladder = originOf("4k-abr");
  const media = generatedMedia(sourceOf(ladder), STARTED_MS);

  test("has a folder for each rendition, and no media beside the multivariant playlist", () => {
    const names = (directory: string) => media.list(directory, MOMENT_MS)?.map((entry) => entry.name);
    expect(names("")).toEqual(["2160p", "1080p", "720p", "480p", "360p", "master.m3u8"]);
    expect(names("360p")?.length).toBe(16);
    expect(names("240p")).toBeUndefined();
    expect(media.lookup("/stream.m3u8", MOMENT_MS)).toBeUndefined();
  });

  test("lists sizes that are those of the segments", () => {
    const entries = media.list("360p", MOMENT_MS)?.filter((entry) => entry.name.endsWith(".ts")) ?? [];
    const sizes = entries.map(({ name }) => media.lookup(`/360p/${name}`, MOMENT_MS)?.sizeBytes);
    expect(entries.map((entry) => entry.sizeBytes)).toEqual(sizes as number[]);
  });

  test("tells the newest segment of each rendition", () => {
    const edges = media.liveEdges(MOMENT_MS);
    const sequence = Math.floor(MOMENT_MS / SEGMENT_MS) - 1;
    expect(edges).toEqual(
      ["2160p", "1080p", "720p", "480p", "360p"].map((rendition) => ({ rendition, sequence })),
    );
  });
});
