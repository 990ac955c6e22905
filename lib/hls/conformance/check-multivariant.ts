import type { AlternateRendition, MultivariantPlaylist, Variant } from "../playlist-shape.ts";
import { type Findings, findings, shortUri } from "./findings.ts";
import type { Violation } from "./violations.ts";

/** What is wrong with a multivariant playlist by itself. */
export function checkMultivariant(playlist: MultivariantPlaylist): Violation[] {
  const found = findings(playlist.oddities);
  const { version, needs } = playlist;
  if (version < needs.version) {
    found.add("version-too-low", `EXT-X-VERSION is ${version}, ${needs.feature} needs ${needs.version}`);
  }
  for (const variant of playlist.variants) checkVariant(variant, playlist.renditions, found);
  checkRenditions(playlist.renditions, found);
  return found.list();
}

function checkVariant(variant: Variant, renditions: readonly AlternateRendition[], found: Findings): void {
  const { bandwidth, averageBandwidth, codecs, resolution } = variant;
  const name = shortUri(variant.uri);
  if (codecs === null) found.add("codecs-missing", `${name} has no CODECS`);
  else if (resolution === null && hasVideo(codecs)) {
    found.add("resolution-missing", `${name} has CODECS="${codecs}" and no RESOLUTION`);
  }
  if (averageBandwidth !== null && bandwidth > 0 && averageBandwidth > bandwidth) {
    const bits = `AVERAGE-BANDWIDTH is ${averageBandwidth}, BANDWIDTH ${bandwidth}`;
    found.add("average-bandwidth-over-peak", `${name}: ${bits}`);
  }
  for (const [type, group] of [
    ["AUDIO", variant.audio],
    ["SUBTITLES", variant.subtitles],
  ] as const) {
    const isDefined = renditions.some((entry) => entry.type === type && entry.groupId === group);
    if (group !== null && !isDefined)
      found.add("group-undefined", `${name} has ${type}="${group}", nothing defines it`);
  }
}

/** Sample entries of video (RFC 6381 names, as registered by MP4RA). */
function hasVideo(codecs: string): boolean {
  return /(?:^|,)\s*(?:avc[1-4]|hvc1|hev1|dvh1|dvhe|av01|vp0?[89]|vvc1|mp4v)/i.test(codecs);
}

function checkRenditions(renditions: readonly AlternateRendition[], found: Findings): void {
  const names = new Set<string>();
  const defaults = new Set<string>();
  for (const { type, groupId, name, uri, isDefault } of renditions) {
    const group = `the group ${JSON.stringify(groupId)} of ${type}`;
    const key = JSON.stringify([type, groupId]);
    const named = JSON.stringify([type, groupId, name]);
    if (names.has(named))
      found.add("rendition-name-repeated", `${JSON.stringify(name)} stands twice in ${group}`);
    names.add(named);
    if (isDefault && defaults.has(key)) {
      found.add("rendition-default-repeated", `${JSON.stringify(name)} is another DEFAULT of ${group}`);
    }
    if (isDefault) defaults.add(key);
    if (type === "SUBTITLES" && uri === null) {
      found.add("rendition-uri-missing", `${JSON.stringify(name)} in ${group} has no URI`);
    }
    if (type === "CLOSED-CAPTIONS" && uri !== null) {
      found.add(
        "rendition-uri-unexpected",
        `${JSON.stringify(name)} in ${group} has the URI ${shortUri(uri)}`,
      );
    }
  }
}
