import { isYes, numberOf, parseAttributes } from "./attribute-list.ts";
import { parseByteRange } from "./parse-segment-tags.ts";
import { closeRange, type MediaState, NO_PARTS, noteOddity, type TagReader } from "./parse-state.ts";
import { excerpt, isCount } from "./playlist-line.ts";

/** Tags of Low-Latency HLS that may stand many times (bis, 4.4.4.9, 4.4.5). */
export const LOW_LATENCY_TAGS: ReadonlyMap<string, TagReader> = new Map<string, TagReader>([
  ["#EXT-X-PART", readPart],
  ["#EXT-X-PRELOAD-HINT", readHint],
  ["#EXT-X-RENDITION-REPORT", readReport],
]);

function readPart(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const uri = attributes.get("URI");
  const durationSec = numberOf(attributes, "DURATION");
  if (!uri || durationSec === null) return noteMissing(state, "#EXT-X-PART", value, "URI or DURATION");
  const range = attributes.get("BYTERANGE");
  const open = range === undefined ? null : parseByteRange(range);
  if (open?.ok === false) return open.problem;
  if (state.parts === NO_PARTS) state.parts = [];
  state.parts.push({
    uri,
    durationSec,
    byteRange: open && closeRange(open.value, uri, state.partRange, state),
    isIndependent: isYes(attributes, "INDEPENDENT"),
    isGap: isYes(attributes, "GAP"),
  });
  return null;
}

function readHint(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const uri = attributes.get("URI");
  const type = attributes.get("TYPE");
  if (!uri || !type) return noteMissing(state, "#EXT-X-PRELOAD-HINT", value, "URI or TYPE");
  if (type !== "PART" && type !== "MAP") return null;
  state.playlist.preloadHints.push({
    type,
    uri,
    byteRangeStart: numberOf(attributes, "BYTERANGE-START") ?? 0,
    byteRangeLength: numberOf(attributes, "BYTERANGE-LENGTH"),
  });
  return null;
}

function readReport(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const uri = attributes.get("URI");
  if (!uri) return noteMissing(state, "#EXT-X-RENDITION-REPORT", value, "URI");
  const lastSequence = numberOf(attributes, "LAST-MSN");
  state.playlist.renditionReports.push({
    uri,
    lastSequence: isCount(lastSequence) ? lastSequence : null,
    lastPart: numberOf(attributes, "LAST-PART"),
  });
  return null;
}

function noteMissing(state: MediaState, tag: string, value: string, what: string): null {
  noteOddity(state, "attribute-missing", `${excerpt(`${tag}:${value}`)} has no ${what}`);
  return null;
}
