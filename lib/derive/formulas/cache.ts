import type { Formula } from "./formula.ts";

export const CACHE_FORMULAS: readonly Formula[] = [
  ...policy("segment", "segments", "max-age={cache.segment.maxAge}, immutable", {
    maxAge: ["Seconds a cache may keep segments, which never change", "60"],
    immutable: ["Whether caches need not ask again (RFC 8246)", "always true: a segment never changes"],
  }),
  ...policy(
    "manifest",
    "media playlists",
    "max-age={cache.manifest.maxAge}, stale-while-revalidate={cache.manifest.staleWhileRevalidate}",
    {
      maxAge: ["Seconds a cache may keep media playlists", "⌊{hls.segmentDuration} / 2⌋"],
      staleWhileRevalidate: [
        "Seconds more it may serve one while it fetches the next (RFC 5861)",
        "⌊{hls.segmentDuration}⌋",
      ],
    },
  ),
  ...policy(
    "master",
    "the multivariant playlist",
    "max-age={cache.master.maxAge}, stale-while-revalidate={cache.master.staleWhileRevalidate}",
    {
      maxAge: ["Seconds a cache may keep the multivariant playlist", "5"],
      staleWhileRevalidate: ["Seconds more it may serve it while it fetches the next (RFC 5861)", "10"],
    },
  ),
];

function policy(
  name: string,
  what: string,
  directives: string,
  rows: Readonly<Record<string, readonly [description: string, formula: string]>>,
): Formula[] {
  const always: typeof rows = {
    public: [`Whether shared caches may keep ${what}`, "always true"],
    noTransform: ["Whether proxies must leave the bytes alone", "always true"],
    header: [`Cache-Control of ${what}`, `public, ${directives}, no-transform`],
  };
  return Object.entries({ ...rows, ...always }).map(([key, [description, formula]]) => ({
    path: `cache.${name}.${key}`,
    description,
    formula,
  }));
}
