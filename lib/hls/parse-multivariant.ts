import { type Attributes, numberOf, parseAttributes } from "./attribute-list.ts";
import { parseStart } from "./parse-header-tags.ts";
import { noteNeed, noteOddity } from "./parse-state.ts";
import { define, expand, type Variables } from "./parse-variables.ts";
import { renditionOf, variantOf } from "./parse-variant.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { decimal, eachLine, excerpt, tagName, tagValue } from "./playlist-line.ts";
import type { MultivariantPlaylist } from "./playlist-shape.ts";

interface State {
  readonly playlist: MultivariantPlaylist;
  readonly variables: Variables;
  readonly once: Set<string>;
  line: number;
  /** Of the EXT-X-STREAM-INF whose URI is still to come. */
  pending: Attributes | null;
}

const ONCE = new Set(["#EXT-X-VERSION", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-START"]);
const WITH_ATTRIBUTES = /^#EXT-X-(?:STREAM-INF|MEDIA|START|DEFINE):/;
/** What makes it a media playlist as well: clients must refuse such a mixture (RFC 8216, 4.3.4). */
const MEDIA_TAGS = new Set(["#EXTINF", "#EXT-X-TARGETDURATION"]);
const FOREIGN =
  /^#EXT-X-(?:MEDIA-SEQUENCE|DISCONTINUITY|DISCONTINUITY-SEQUENCE|ENDLIST|PLAYLIST-TYPE|BYTERANGE|KEY|MAP|PART|PART-INF|SERVER-CONTROL|PROGRAM-DATE-TIME)$/;

/** Reads the text of a multivariant playlist; see `parsePlaylist` for what is let through. */
export function parseMultivariant(text: string, variables: Variables): Parsed<MultivariantPlaylist> {
  const state: State = {
    playlist: emptyPlaylist(variables),
    variables,
    once: new Set(),
    line: 0,
    pending: null,
  };
  const problem = eachLine(text, (line, number) => {
    state.line = number;
    return takeLine(line, state);
  });
  if (problem !== null) return bad(problem);
  if (state.pending !== null)
    noteOddity(state, "stream-inf-without-uri", "the last #EXT-X-STREAM-INF has no URI");
  return good(state.playlist);
}

function takeLine(raw: string, state: State): string | null {
  const isTag = raw.startsWith("#");
  if (raw === "" || (isTag && !raw.startsWith("#EXT"))) return null;
  const mayRefer = state.variables.isUsed && (!isTag || WITH_ATTRIBUTES.test(raw));
  const expanded = mayRefer ? expand(raw, state.variables) : good(raw);
  if (!expanded.ok) return expanded.problem;
  return isTag ? takeTag(expanded.value, state) : takeUri(expanded.value, state);
}

function takeUri(uri: string, state: State): null {
  if (state.pending === null) return null;
  state.playlist.variants.push(variantOf(uri, state.pending));
  state.pending = null;
  return null;
}

function takeTag(line: string, state: State): string | null {
  const name = tagName(line);
  if (MEDIA_TAGS.has(name)) return "has tags of a media playlist and of a multivariant playlist";
  if (FOREIGN.test(name))
    noteOddity(state, "tags-mixed", `${name} does not belong in a multivariant playlist`);
  if (ONCE.has(name) && state.once.has(name))
    noteOddity(state, "tag-repeated", `${name} stands a second time`);
  state.once.add(name);
  return readTag(name, tagValue(line), state);
}

function readTag(name: string, value: string, state: State): string | null {
  switch (name) {
    case "#EXT-X-STREAM-INF":
      readStreamInf(value, state);
      return null;
    case "#EXT-X-MEDIA":
      readMedia(value, state);
      return null;
    case "#EXT-X-DEFINE":
      noteNeed(state, value.includes("QUERYPARAM=") ? 11 : 8, "EXT-X-DEFINE");
      return define(value, state.variables);
    case "#EXT-X-START":
      state.playlist.start = parseStart(value);
      return null;
    case "#EXT-X-VERSION":
      state.playlist.version = decimal(value) ?? 1;
      return null;
    case "#EXT-X-INDEPENDENT-SEGMENTS":
      state.playlist.isIndependent = true;
      return null;
    default:
      return null;
  }
}

function readStreamInf(value: string, state: State): void {
  if (state.pending !== null)
    noteOddity(state, "stream-inf-without-uri", "the #EXT-X-STREAM-INF before this one has no URI");
  state.pending = parseAttributes(value);
  if (!numberOf(state.pending, "BANDWIDTH")) {
    noteOddity(state, "attribute-missing", `${excerpt(`#EXT-X-STREAM-INF:${value}`)} has no BANDWIDTH`);
  }
}

function readMedia(value: string, state: State): void {
  const attributes = parseAttributes(value);
  const rendition = renditionOf(attributes);
  if (rendition === null) {
    noteOddity(
      state,
      "attribute-missing",
      `${excerpt(`#EXT-X-MEDIA:${value}`)} has no TYPE, GROUP-ID or NAME`,
    );
    return;
  }
  if (attributes.get("INSTREAM-ID")?.startsWith("SERVICE")) noteNeed(state, 7, "SERVICE of INSTREAM-ID");
  state.playlist.renditions.push(rendition);
}

function emptyPlaylist(variables: Variables): MultivariantPlaylist {
  return {
    kind: "multivariant",
    version: 1,
    isIndependent: false,
    variants: [],
    renditions: [],
    start: null,
    variables: variables.values,
    needs: { version: 1, feature: "" },
    oddities: [],
  };
}
