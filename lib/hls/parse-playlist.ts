import { parseMedia } from "./parse-media.ts";
import { parseMultivariant } from "./parse-multivariant.ts";
import { noteOddity } from "./parse-state.ts";
import { type VariableSources, variablesFor } from "./parse-variables.ts";
import { bad, type Parsed } from "./parsed.ts";
import { excerpt } from "./playlist-line.ts";
import type { Playlist } from "./playlist-shape.ts";

const STREAM_INF = "#EXT-X-STREAM-INF:";
const SPACE = 0x20;
const NEWLINE = 0x0a;

/**
 * Reads a playlist as a player would (RFC 8216 and bis): unknown tags and attributes, CRLF, a byte order mark and white space
 * around lines are let through; the kind is decided by the tags. Only what cannot be played is a problem, told with its line: no
 * #EXTM3U, tags of both kinds, no target duration, a segment whose duration, byte range, init section or key cannot be read, a
 * variable nobody defines, and a sequence number beyond 2^53 − 1 (the RFC allows 2^64 − 1). The rest is in `oddities`, and
 * `lib/hls/conformance/` judges. Takes one pass. `sources` are for EXT-X-DEFINE only.
 */
export function parsePlaylist(text: string, sources: VariableSources = {}): Parsed<Playlist> {
  const hasMark = text.startsWith("\uFEFF");
  const body = hasMark ? text.slice(1) : text;
  if (!/^\s{0,100}#EXTM3U/.test(body))
    return bad(`does not begin with #EXTM3U but with ${excerpt(firstLine(body))}`);
  const variables = variablesFor(body, sources);
  const parsed = hasLine(body, STREAM_INF) ? parseMultivariant(body, variables) : parseMedia(body, variables);
  if (hasMark && parsed.ok) {
    noteOddity({ playlist: parsed.value, line: 1 }, "byte-order-mark", "begins with a byte order mark");
  }
  return parsed;
}

function firstLine(text: string): string {
  const newline = text.slice(0, 200).indexOf("\n");
  return text.slice(0, newline < 0 ? 200 : newline).trim();
}

/** Whether a line begins with it, white space before it let be. */
function hasLine(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    let before = at - 1;
    while (before >= 0 && text.charCodeAt(before) <= SPACE && text.charCodeAt(before) !== NEWLINE) before--;
    if (before < 0 || text.charCodeAt(before) === NEWLINE) return true;
  }
  return false;
}
