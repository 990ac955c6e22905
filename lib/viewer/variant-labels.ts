import type { AlternateRendition, Variant } from "../hls/playlist-shape.ts";

/** The label of a stream without a multivariant playlist. */
export const ONLY_VARIANT = "media";

/** The label of what a viewer waited for that never had its multivariant playlist. */
export const UNKNOWN_VARIANT = "unknown";

/**
 * One label for each variant, short and unique: `720p` by the height of its picture, `2500k` by its bandwidth where it has none; both
 * (`720p-2500k`), and at last a number, where several would be called the same.
 */
export function variantLabels(variants: readonly Variant[]): string[] {
  const plain = variants.map((variant) => heightOf(variant) ?? bandwidthOf(variant));
  const exact = variants.map((variant, i) => {
    const label = plain[i]!;
    return isShared(plain, label) && heightOf(variant) ? `${label}-${bandwidthOf(variant)}` : label;
  });
  return numbered(exact);
}

/** `audio-eng`, by language or name; unique among the renditions. */
export function audioLabels(renditions: readonly AlternateRendition[]): string[] {
  return numbered(renditions.map(({ language, name }) => `audio-${word(language ?? name)}`));
}

function heightOf({ resolution }: Variant): string | null {
  return resolution === null ? null : `${resolution.height}p`;
}

function bandwidthOf({ bandwidth }: Variant): string {
  return `${Math.round(bandwidth / 1000)}k`;
}

function isShared(labels: readonly string[], label: string): boolean {
  return labels.indexOf(label) !== labels.lastIndexOf(label);
}

function numbered(labels: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${label}-${count}`;
  });
}

function word(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 24) || "main"
  );
}
