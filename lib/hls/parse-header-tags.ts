import { isYes, numberOf, parseAttributes } from "./attribute-list.ts";
import { type MediaState, noteNeed, noteOddity, type TagReader } from "./parse-state.ts";
import { decimal, excerpt, isCount } from "./playlist-line.ts";
import type { StartPoint } from "./playlist-shape.ts";

/** Tags that may stand once in a media playlist (RFC 8216, 4.3.1.2, 4.3.3, 4.3.5; bis, 4.4.3.7, 4.4.3.8, 4.4.5.2). */
export const HEADER_TAGS: ReadonlyMap<string, TagReader> = new Map<string, TagReader>([
  ["#EXT-X-VERSION", readVersion],
  ["#EXT-X-TARGETDURATION", readTargetDuration],
  ["#EXT-X-MEDIA-SEQUENCE", readMediaSequence],
  ["#EXT-X-DISCONTINUITY-SEQUENCE", readDiscontinuitySequence],
  ["#EXT-X-PLAYLIST-TYPE", readType],
  ["#EXT-X-ENDLIST", readEnd],
  ["#EXT-X-I-FRAMES-ONLY", readIFramesOnly],
  ["#EXT-X-INDEPENDENT-SEGMENTS", readIndependent],
  ["#EXT-X-START", readStart],
  ["#EXT-X-SERVER-CONTROL", readServerControl],
  ["#EXT-X-PART-INF", readPartInf],
  ["#EXT-X-SKIP", readSkip],
]);

function readVersion(value: string, state: MediaState): null {
  state.playlist.version = decimal(value) ?? 1;
  return null;
}

function readTargetDuration(value: string, state: MediaState): string | null {
  const seconds = decimal(value);
  if (seconds === null || seconds > Number.MAX_SAFE_INTEGER) {
    return `${excerpt(`#EXT-X-TARGETDURATION:${value}`)} is not a number of seconds`;
  }
  if (seconds === 0 || !Number.isInteger(seconds)) {
    noteOddity(
      state,
      "target-duration-invalid",
      `the target duration is ${value.trim()}, not a positive whole number`,
    );
  }
  state.playlist.targetDurationSec = Math.max(1, seconds);
  return null;
}

function readMediaSequence(value: string, state: MediaState): string | null {
  const number = decimal(value);
  if (!isCount(number)) return uncountable("#EXT-X-MEDIA-SEQUENCE", value);
  noteLate(state, "#EXT-X-MEDIA-SEQUENCE");
  state.playlist.mediaSequence = number;
  return null;
}

function readDiscontinuitySequence(value: string, state: MediaState): string | null {
  const number = decimal(value);
  if (!isCount(number)) return uncountable("#EXT-X-DISCONTINUITY-SEQUENCE", value);
  noteLate(state, "#EXT-X-DISCONTINUITY-SEQUENCE");
  state.playlist.discontinuitySequence = number;
  state.playlist.hasDiscontinuitySequence = true;
  return null;
}

function uncountable(tag: string, value: string): string {
  const limit = "RFC 8216 (4.2) allows numbers to 2^64 − 1, this program to 2^53 − 1";
  const isLarge = Number(decimal(value)) > Number.MAX_SAFE_INTEGER;
  return `${excerpt(`${tag}:${value}`)} is not a whole number${isLarge ? ` that can be counted with: ${limit}` : ""}`;
}

function noteLate(state: MediaState, tag: string): void {
  if (state.playlist.segments.length > 0)
    noteOddity(state, "sequence-tag-late", `${tag} stands after a segment`);
}

function readType(value: string, state: MediaState): null {
  const type = value.trim();
  if (type === "VOD" || type === "EVENT") state.playlist.type = type;
  else
    noteOddity(
      state,
      "playlist-type-invalid",
      `the playlist type is ${excerpt(type)}, neither VOD nor EVENT`,
    );
  return null;
}

function readEnd(_value: string, state: MediaState): null {
  state.playlist.isEnded = true;
  return null;
}

function readIFramesOnly(_value: string, state: MediaState): null {
  state.playlist.isIFramesOnly = true;
  noteNeed(state, 4, "EXT-X-I-FRAMES-ONLY");
  return null;
}

function readIndependent(_value: string, state: MediaState): null {
  state.playlist.isIndependent = true;
  return null;
}

function readStart(value: string, state: MediaState): null {
  state.playlist.start = parseStart(value);
  if (state.playlist.start === null) {
    noteOddity(state, "attribute-missing", `${excerpt(`#EXT-X-START:${value}`)} has no TIME-OFFSET`);
  }
  return null;
}

/** EXT-X-START; null when it has no offset. */
export function parseStart(value: string): StartPoint | null {
  const attributes = parseAttributes(value);
  const text = attributes.get("TIME-OFFSET") ?? "";
  const size = decimal(text.replace(/^[-+]/, ""));
  if (size === null) return null;
  return { offsetSec: text.startsWith("-") ? -size : size, isPrecise: isYes(attributes, "PRECISE") };
}

function readServerControl(value: string, state: MediaState): null {
  const attributes = parseAttributes(value);
  state.playlist.serverControl = {
    canBlockReload: isYes(attributes, "CAN-BLOCK-RELOAD"),
    canSkipUntilSec: numberOf(attributes, "CAN-SKIP-UNTIL"),
    canSkipDateRanges: isYes(attributes, "CAN-SKIP-DATERANGES"),
    holdBackSec: numberOf(attributes, "HOLD-BACK"),
    partHoldBackSec: numberOf(attributes, "PART-HOLD-BACK"),
  };
  return null;
}

function readPartInf(value: string, state: MediaState): null {
  const seconds = numberOf(parseAttributes(value), "PART-TARGET");
  if (!seconds)
    noteOddity(state, "attribute-missing", `${excerpt(`#EXT-X-PART-INF:${value}`)} has no PART-TARGET`);
  state.playlist.partTargetSec = seconds || null;
  return null;
}

function readSkip(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const skipped = numberOf(attributes, "SKIPPED-SEGMENTS");
  if (!isCount(skipped)) return `${excerpt(`#EXT-X-SKIP:${value}`)} has no SKIPPED-SEGMENTS`;
  state.playlist.skipped = skipped;
  state.playlist.inherits = { key: -1, map: -1, range: 0, mapKey: -1 };
  noteNeed(state, 9, "EXT-X-SKIP");
  if (attributes.has("RECENTLY-REMOVED-DATERANGES"))
    noteNeed(state, 10, "RECENTLY-REMOVED-DATERANGES of EXT-X-SKIP");
  return null;
}
