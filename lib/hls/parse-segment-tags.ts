import { type Attributes, parseAttributes } from "./attribute-list.ts";
import { parseDate } from "./parse-date.ts";
import {
  closeRange,
  type MediaState,
  NO_PARTS,
  noteNeed,
  noteOddity,
  type OpenRange,
  type TagReader,
} from "./parse-state.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { decimal, excerpt, isCount } from "./playlist-line.ts";
import type { SegmentKey } from "./playlist-shape.ts";

/** Tags that say something about the segments after them (RFC 8216, 4.3.2). */
export const SEGMENT_TAGS: ReadonlyMap<string, TagReader> = new Map<string, TagReader>([
  ["#EXTINF", readDuration],
  ["#EXT-X-PROGRAM-DATE-TIME", readDate],
  ["#EXT-X-BYTERANGE", readByteRange],
  ["#EXT-X-DISCONTINUITY", readDiscontinuity],
  ["#EXT-X-GAP", readGap],
  ["#EXT-X-KEY", readKey],
  ["#EXT-X-MAP", readMap],
]);

function readDuration(value: string, state: MediaState): string | null {
  const comma = value.indexOf(",");
  const text = comma < 0 ? value : value.slice(0, comma);
  const seconds = decimal(text);
  if (seconds === null) return `${excerpt(`#EXTINF:${value}`)} has no duration`;
  if (state.durationSec !== null)
    noteOddity(state, "extinf-without-uri", "the #EXTINF before this one has no URI");
  if (text.includes(".")) noteNeed(state, 3, "EXTINF with a fraction");
  state.durationSec = seconds;
  return null;
}

function readDate(value: string, state: MediaState): string | null {
  noteAfterPart(state, "#EXT-X-PROGRAM-DATE-TIME");
  state.nextDateMs = parseDate(value.trim());
  if (state.nextDateMs === null)
    noteOddity(state, "date-invalid", `${excerpt(value)} is no ISO 8601 date and time`);
  return null;
}

function readDiscontinuity(_value: string, state: MediaState): null {
  noteAfterPart(state, "#EXT-X-DISCONTINUITY");
  state.isDiscontinuity = true;
  return null;
}

function readGap(_value: string, state: MediaState): null {
  state.isGap = true;
  return null;
}

function readByteRange(value: string, state: MediaState): string | null {
  const range = parseByteRange(value);
  if (!range.ok) return range.problem;
  noteNeed(state, 4, "EXT-X-BYTERANGE");
  state.nextRange = range.value;
  return null;
}

/** `length[@offset]` (RFC 8216, 4.3.2.2). */
export function parseByteRange(text: string): Parsed<OpenRange> {
  const at = text.indexOf("@");
  const length = decimal(at < 0 ? text : text.slice(0, at));
  const offset = at < 0 ? null : decimal(text.slice(at + 1));
  const isWhole = isCount(length) && (at < 0 || isCount(offset)) && isCount((offset ?? 0) + length);
  return isWhole ? good({ length, offset }) : bad(`${excerpt(text)} is no byte range (length@offset)`);
}

function readMap(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const uri = attributes.get("URI");
  if (!uri) return `${excerpt(`#EXT-X-MAP:${value}`)} has no URI`;
  noteAfterPart(state, "#EXT-X-MAP");
  const range = attributes.get("BYTERANGE");
  const open = range === undefined ? null : parseByteRange(range);
  if (open?.ok === false) return open.problem;
  const byteRange =
    open && closeRange({ ...open.value, offset: open.value.offset ?? 0 }, uri, state.mapRange, state);
  countInherited(state, "map");
  state.map = { uri, byteRange, key: state.key };
  if (state.playlist.inherits && state.playlist.inherits.key >= 0) countInherited(state, "mapKey");
  return null;
}

/** Of several keys at once (one for each KEYFORMAT) that of the format `identity` is kept, or else the first. */
function readKey(value: string, state: MediaState): string | null {
  const attributes = parseAttributes(value);
  const method = attributes.get("METHOD");
  if (!method) return `${excerpt(`#EXT-X-KEY:${value}`)} has no METHOD`;
  noteAfterPart(state, "#EXT-X-KEY");
  countInherited(state, "key");
  if (method === "NONE") state.keys.clear();
  else {
    const key = keyOf(method, attributes);
    if (!key.ok) return key.problem;
    noteKeyNeeds(attributes, state);
    state.keys.set(key.value.keyFormat, key.value);
  }
  state.key = state.keys.get("identity") ?? state.keys.values().next().value ?? null;
  return null;
}

function keyOf(method: string, attributes: Attributes): Parsed<SegmentKey> {
  const uri = attributes.get("URI");
  if (!uri) return bad(`#EXT-X-KEY of METHOD=${method} has no URI`);
  const text = attributes.get("IV");
  const iv = text === undefined ? null : vectorOf(text);
  if (iv === undefined) return bad(`IV=${excerpt(text ?? "")} is no hexadecimal number of 128 bits`);
  return good({ method, uri, iv, keyFormat: attributes.get("KEYFORMAT") ?? "identity" });
}

function vectorOf(text: string): string | undefined {
  const [, hex] = /^0x([0-9a-f]{1,32})$/i.exec(text) ?? [];
  return hex?.toLowerCase().padStart(32, "0");
}

function noteKeyNeeds(attributes: Attributes, state: MediaState): void {
  if (attributes.has("IV")) noteNeed(state, 2, "IV of EXT-X-KEY");
  if (attributes.has("KEYFORMAT")) noteNeed(state, 5, "KEYFORMAT of EXT-X-KEY");
  if (attributes.has("KEYFORMATVERSIONS")) noteNeed(state, 5, "KEYFORMATVERSIONS of EXT-X-KEY");
}

/** They belong before the first part of their segment (bis, 4.4.4.9). */
function noteAfterPart(state: MediaState, tag: string): void {
  if (state.parts !== NO_PARTS)
    noteOddity(state, "tag-after-part", `${tag} stands after a part of its segment`);
}

/** Segments before the first such tag of a delta update have what held before. */
function countInherited(state: MediaState, what: "key" | "map" | "mapKey"): void {
  const { inherits, segments } = state.playlist;
  if (inherits && inherits[what] < 0) inherits[what] = segments.length;
}
