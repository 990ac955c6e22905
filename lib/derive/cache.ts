import type { OriginConfig } from "../schema/origin.ts";

export interface CachePolicy {
  /** Seconds. */
  maxAge: number;
  staleWhileRevalidate?: number;
  immutable?: boolean;
  public: boolean;
  noTransform: boolean;
  /** The Cache-Control header these make. */
  header: string;
}

export interface OriginCache {
  segment: CachePolicy;
  manifest: CachePolicy;
  master: CachePolicy;
}

/** How long caches may keep each kind of answer. */
export function deriveCache(config: OriginConfig): OriginCache {
  const { segmentDuration } = config.hls;
  return {
    segment: policy({ maxAge: 60, immutable: true }),
    manifest: policy({
      maxAge: Math.floor(segmentDuration / 2),
      staleWhileRevalidate: Math.floor(segmentDuration),
    }),
    master: policy({ maxAge: 5, staleWhileRevalidate: 10 }),
  };
}

function policy(rule: { maxAge: number; staleWhileRevalidate?: number; immutable?: boolean }): CachePolicy {
  const words = ["public", `max-age=${rule.maxAge}`];
  if (rule.immutable) words.push("immutable");
  if (rule.staleWhileRevalidate !== undefined)
    words.push(`stale-while-revalidate=${rule.staleWhileRevalidate}`);
  return { ...rule, public: true, noTransform: true, header: [...words, "no-transform"].join(", ") };
}
