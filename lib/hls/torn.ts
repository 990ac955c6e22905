import { parseAttributes } from "./attribute-list.ts";
import { parseDate } from "./parse-date.ts";
import { eachLine, excerpt, tagName, tagValue } from "./playlist-line.ts";

/** Tags without a value, as they are when whole. */
const BARE = new Set([
  "M3U",
  "-X-ENDLIST",
  "-X-DISCONTINUITY",
  "-X-GAP",
  "-X-I-FRAMES-ONLY",
  "-X-INDEPENDENT-SEGMENTS",
]);

/** Tags with a value, and the attributes they must have. */
const VALUED: Readonly<Record<string, readonly string[]>> = {
  INF: [],
  "-X-BITRATE": [],
  "-X-BYTERANGE": [],
  "-X-CONTENT-STEERING": [],
  "-X-DATERANGE": [],
  "-X-DEFINE": [],
  "-X-DISCONTINUITY-SEQUENCE": [],
  "-X-I-FRAME-STREAM-INF": ["BANDWIDTH", "URI"],
  "-X-KEY": ["METHOD"],
  "-X-MAP": ["URI"],
  "-X-MEDIA": ["TYPE", "GROUP-ID", "NAME"],
  "-X-MEDIA-SEQUENCE": [],
  "-X-PART": ["DURATION", "URI"],
  "-X-PART-INF": ["PART-TARGET"],
  "-X-PLAYLIST-TYPE": [],
  "-X-PRELOAD-HINT": ["TYPE", "URI"],
  "-X-PROGRAM-DATE-TIME": [],
  "-X-RENDITION-REPORT": ["URI"],
  "-X-SERVER-CONTROL": [],
  "-X-SESSION-DATA": ["DATA-ID"],
  "-X-SESSION-KEY": ["METHOD"],
  "-X-SKIP": ["SKIPPED-SEGMENTS"],
  "-X-START": ["TIME-OFFSET"],
  "-X-STREAM-INF": ["BANDWIDTH"],
  "-X-TARGETDURATION": [],
  "-X-VERSION": [],
};

const NAMES = [...BARE, ...Object.keys(VALUED)].map((name) => `#EXT${name}`);
const PROMISES = ["#EXTINF:", "#EXT-X-STREAM-INF:"];

/**
 * Where a playlist breaks off, or null. RFC 8216 (6.2.1) wants changes to be atomic for clients; a server that truncates and
 * rewrites its file shows a piece of it. Only what cannot be the end of a whole playlist counts: a tag that promises a URI
 * without one after it; and, where the last line is not closed by a newline, the beginning of a known tag, a tag whose value or
 * required attribute is not there, or a URI that ends sooner than those before it (`seg1` after `seg0.ts`). A cut between
 * two lines, or inside a number, cannot be told from the text alone.
 */
export function findTear(text: string): string | null {
  if (!/^\uFEFF?\s{0,100}#(?:EXTM3U|E?X?T?M?3?$)/.test(text)) return null;
  const promise = brokenPromise(text);
  if (promise !== null) return `breaks off after ${excerpt(promise)}, before its URI`;
  if (text.endsWith("\n")) return null;
  const line = text.slice(text.lastIndexOf("\n") + 1).trim();
  const isCut = line.startsWith("#") ? isCutTag(line) : line !== "" && isCutUri(line, text);
  return isCut ? `breaks off inside ${excerpt(line)}` : null;
}

/** The last tag that needs a URI after it, when there is none. */
function brokenPromise(text: string): string | null {
  const at = Math.max(...PROMISES.map((tag) => text.lastIndexOf(`\n${tag}`)));
  if (at < 0) return null;
  const rest = text.slice(at + 1);
  const isKept = eachLine(rest, (line) => (line === "" || line.startsWith("#") ? null : line)) !== null;
  return isKept ? null : rest.slice(0, rest.indexOf("\n") < 0 ? rest.length : rest.indexOf("\n")).trim();
}

function isCutTag(line: string): boolean {
  const name = tagName(line);
  if (!line.includes(":")) {
    return !BARE.has(line.slice(4)) && NAMES.some((known) => known.startsWith(line));
  }
  const required = VALUED[name.slice(4)];
  const value = tagValue(line);
  if (required === undefined) return false;
  if (value === "") return true;
  if (name === "#EXT-X-PROGRAM-DATE-TIME") return parseDate(value) === null;
  if (required.length > 0) return isCutList(name, value, required);
  return value.split('"').length % 2 === 0;
}

function isCutList(name: string, value: string, required: readonly string[]): boolean {
  const attributes = parseAttributes(value);
  const isOpen = value.split('"').length % 2 === 0 || /[,=]$/.test(value) || /,[A-Z0-9-]*$/.test(value);
  // Only METHOD=NONE does without.
  const lacksKey = name.endsWith("-KEY") && attributes.get("METHOD") !== "NONE" && !attributes.has("URI");
  return isOpen || lacksKey || required.some((each) => !attributes.has(each));
}

function isCutUri(uri: string, text: string): boolean {
  const ending = endingOf(uri);
  const others = new Set<string>();
  eachLine(text.slice(0, text.lastIndexOf("\n") + 1), (line) => {
    if (line !== "" && !line.startsWith("#")) others.add(endingOf(line));
    return null;
  });
  return !others.has(ending) && [...others].some((other) => other.startsWith(ending));
}

/** What the URIs of one playlist have in common: extension and names of the parameters. */
function endingOf(uri: string): string {
  const query = uri.indexOf("?");
  const path = query < 0 ? uri : uri.slice(0, query);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".")) : "";
  if (query < 0) return extension;
  const names = uri
    .slice(query + 1)
    .split("&")
    .map((pair) => pair.replace(/=.*$/s, "="));
  return `${extension}?${names.join("&")}`;
}
