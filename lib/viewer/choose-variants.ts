import type { AlternateRendition, MultivariantPlaylist, Variant } from "../hls/playlist-shape.ts";
import { audioLabels, variantLabels } from "./variant-labels.ts";
import type { VariantChoice } from "./viewer-shape.ts";

/** A playlist to follow; URLs are absolute. */
export interface Stream {
  label: string;
  url: string;
}

/** A variant as it is played. */
export interface Programme extends Stream {
  /** Bits per second, as declared. */
  bandwidth: number;
  /** Its alternate audio, where that has a playlist of its own. */
  audio: Stream | null;
}

/** Every variant of the playlist once, in its order; those that differ in groups of subtitles only are the same. */
export function listProgrammes(playlist: MultivariantPlaylist): Programme[] {
  const labels = variantLabels(playlist.variants);
  const seen = new Set<string>();
  const audio = playlist.renditions.filter(({ type }) => type === "AUDIO");
  const audioNames = audioLabels(audio);
  return playlist.variants.flatMap((variant, i) => {
    if (seen.has(variant.uri)) return [];
    seen.add(variant.uri);
    const { uri: url, bandwidth } = variant;
    return [{ label: labels[i]!, url, bandwidth, audio: audioOf(variant, audio, audioNames) }];
  });
}

/** Those that a viewer begins with: all of them, or one. `adaptive` takes the best within the estimate (bits per second). */
export function chooseProgrammes(
  programmes: readonly Programme[],
  choice: VariantChoice,
  estimate: number,
): readonly Programme[] {
  const rising = [...programmes].sort((a, b) => a.bandwidth - b.bandwidth);
  switch (choice) {
    case "all":
      return programmes;
    case "first":
      return programmes.slice(0, 1);
    case "lowest":
      return rising.slice(0, 1);
    case "highest":
      return rising.slice(-1);
    case "adaptive": {
      const fitting = rising.filter(({ bandwidth }) => bandwidth <= estimate);
      return fitting.length > 0 ? fitting.slice(-1) : rising.slice(0, 1);
    }
  }
}

/** The default rendition of the variant's group, else one that may be chosen, else the first (RFC 8216, 4.3.4.1). */
function audioOf(
  variant: Variant,
  renditions: readonly AlternateRendition[],
  labels: readonly string[],
): Stream | null {
  const group = renditions.filter(({ groupId }) => groupId === variant.audio);
  const chosen =
    group.find(({ isDefault }) => isDefault) ?? group.find(({ isAutoselect }) => isAutoselect) ?? group[0];
  if (!chosen || chosen.uri === null || chosen.uri === variant.uri) return null;
  return { label: labels[renditions.indexOf(chosen)]!, url: chosen.uri };
}
