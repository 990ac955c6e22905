/**
 * How a derived key comes about, for people. `{hls.listSize}` stands for a key's value, `{rendition.…}` and
 * `{variant.…}` for those of one rendition, `Σ[…]` and `max[…]` go over all renditions. The numbers themselves are made in
 * `origin.ts`, `renditions.ts`, `cache.ts` and `swarm.ts`; a test works every formula out and compares.
 */
export interface Formula {
  /** `derived.gopSize`; `*` stands for a position: `derived.renditions.*.level`. */
  path: string;
  description: string;
  formula: string;
  /** Keys it depends on without naming them, in the same notation. */
  alsoReads?: readonly string[];
}
