import { expect, test } from "bun:test";
import { originOf } from "../support/configs.ts";

test("segments never change, so caches keep them for a minute and need not ask", () => {
  expect(originOf("default").cache.segment.header).toBe("public, max-age=60, immutable, no-transform");
});

test.each([
  [1, "public, max-age=0, stale-while-revalidate=1, no-transform"],
  [2, "public, max-age=1, stale-while-revalidate=2, no-transform"],
  [5, "public, max-age=2, stale-while-revalidate=5, no-transform"],
  [0.5, "public, max-age=0, stale-while-revalidate=0, no-transform"],
])("media playlists of %d s segments: %s", (segmentDuration, header) => {
  expect(originOf("default", { hls: { segmentDuration } }).cache.manifest.header).toBe(header);
});

test("the multivariant playlist", () => {
  expect(originOf("4k-abr").cache.master).toEqual({
    maxAge: 5,
    staleWhileRevalidate: 10,
    public: true,
    noTransform: true,
    header: "public, max-age=5, stale-while-revalidate=10, no-transform",
  });
});
