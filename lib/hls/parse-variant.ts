import { type Attributes, isYes, numberOf } from "./attribute-list.ts";
import type { AlternateRendition, Variant } from "./playlist-shape.ts";

/** EXT-X-STREAM-INF and the URI after it (RFC 8216, 4.3.4.2). */
export function variantOf(uri: string, attributes: Attributes): Variant {
  const [, width, height] = /^(\d{1,9})x(\d{1,9})$/i.exec(attributes.get("RESOLUTION") ?? "") ?? [];
  return {
    uri,
    bandwidth: numberOf(attributes, "BANDWIDTH") ?? 0,
    averageBandwidth: numberOf(attributes, "AVERAGE-BANDWIDTH"),
    resolution: width && height ? { width: Number(width), height: Number(height) } : null,
    framerate: numberOf(attributes, "FRAME-RATE"),
    codecs: attributes.get("CODECS") ?? null,
    audio: attributes.get("AUDIO") ?? null,
    subtitles: attributes.get("SUBTITLES") ?? null,
  };
}

/** EXT-X-MEDIA (RFC 8216, 4.3.4.1); null without a known TYPE, a group or a name. */
export function renditionOf(attributes: Attributes): AlternateRendition | null {
  const type = typeOf(attributes.get("TYPE"));
  const groupId = attributes.get("GROUP-ID");
  const name = attributes.get("NAME");
  if (type === null || groupId === undefined || name === undefined) return null;
  return {
    type,
    groupId,
    name,
    language: attributes.get("LANGUAGE") ?? null,
    uri: attributes.get("URI") ?? null,
    isDefault: isYes(attributes, "DEFAULT"),
    isAutoselect: isYes(attributes, "AUTOSELECT"),
  };
}

function typeOf(text: string | undefined): AlternateRendition["type"] | null {
  const isKnown = text === "AUDIO" || text === "VIDEO" || text === "SUBTITLES" || text === "CLOSED-CAPTIONS";
  return isKnown ? text : null;
}
