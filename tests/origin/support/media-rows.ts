import { etagOf } from "../../../lib/origin/media.ts";
import { type Facts, GONE, OPEN, type Row, TEXT } from "./conformance-facts.ts";

const SEGMENT_LIFETIME = "public, max-age=60, immutable, no-transform";
const PLAYLIST = "application/vnd.apple.mpegurl";

/** Segments and playlists: whole, in part, under conditions, too early and too late. */
export function mediaRows(facts: Facts): Row[] {
  return [
    ...wholeRows(facts),
    ...rangeRows(facts),
    ...conditionRows(facts),
    ...windowRows(facts),
    ...playlistRows(facts),
  ];
}

function segmentHeaders({ modified, etag }: Facts) {
  return {
    "content-type": "video/mp2t",
    "cache-control": SEGMENT_LIFETIME,
    "last-modified": modified,
    etag,
    ...OPEN,
  };
}

function whole(facts: Facts): Pick<Row, "status" | "answers" | "body"> {
  const length = String(facts.newest.length);
  const headers = { "content-length": length, "accept-ranges": "bytes", "content-range": null };
  return { status: 200, answers: { ...segmentHeaders(facts), ...headers }, body: facts.newest };
}

/** Bytes start to end, both included. */
function part(facts: Facts, start: number, end: number): Pick<Row, "status" | "answers" | "body"> {
  const headers = {
    "content-range": `bytes ${start}-${end}/${facts.newest.length}`,
    "content-length": String(end - start + 1),
  };
  const body = facts.newest.subarray(start, end + 1);
  return { status: 206, answers: { ...segmentHeaders(facts), ...headers }, body };
}

function wholeRows(facts: Facts): Row[] {
  const path = facts.segmentPath(facts.window.lastListed);
  return [
    { claim: "a segment comes whole, with type, lifetime and validators", path, ...whole(facts) },
    { claim: "HEAD tells what GET would send", path, ...whole(facts), method: "HEAD", body: "" },
    { claim: "a query changes nothing", path: `${path}?token=1&x=%2f..%2f`, ...whole(facts) },
  ];
}

function rangeRows(facts: Facts): Row[] {
  const path = facts.segmentPath(facts.window.lastListed);
  const { etag, modified, earlier } = facts;
  const size = facts.newest.length;
  const outside = {
    status: 416,
    answers: { "content-range": `bytes */${size}`, "content-type": TEXT["content-type"], etag, ...OPEN },
    body: "416 Range Not Satisfiable\n",
  } as const;
  const row = (range: string, answer: Partial<Row>): Row => ({
    claim: `Range: ${range}`,
    path,
    headers: { Range: range },
    status: 206,
    ...answer,
  });
  const conditional = (condition: string, answer: Partial<Row>): Row => ({
    claim: `a range with If-Range: ${condition}`,
    path,
    headers: { Range: "bytes=0-3", "If-Range": condition },
    status: 206,
    ...answer,
  });
  return [
    row("bytes=0-3", part(facts, 0, 3)),
    row("bytes=0-0", part(facts, 0, 0)),
    row("bytes=188-", part(facts, 188, size - 1)),
    row("bytes=-188", part(facts, size - 188, size - 1)),
    row(`bytes=-${size + 1}`, part(facts, 0, size - 1)),
    row(`bytes=${size - 1}-${size + 9}`, part(facts, size - 1, size - 1)),
    row("BYTES= 5 - 7 ", part(facts, 5, 7)),
    row(`bytes=0-1,${size}-`, part(facts, 0, 1)),
    row("bytes=0-1,3-4", whole(facts)),
    row("items=0-3", whole(facts)),
    row("bytes=", whole(facts)),
    ...[`bytes=${size}-`, "bytes=-0", "bytes=5-2", "bytes=abc", "bytes=1-x", "bytes=0-1,", "bytes=--1"].map(
      (range) => row(range, outside),
    ),
    row(`bytes=${"9".repeat(20)}-`, outside),
    {
      ...row("bytes=0-3", part(facts, 0, 3)),
      claim: "HEAD with a range tells of the part",
      method: "HEAD",
      body: "",
    },
    conditional(etag, part(facts, 0, 3)),
    conditional('"another"', whole(facts)),
    conditional(modified, part(facts, 0, 3)),
    conditional(earlier, whole(facts)),
  ];
}

function conditionRows(facts: Facts): Row[] {
  const path = facts.segmentPath(facts.window.lastListed);
  const { etag, modified, earlier, later } = facts;
  const kept = { etag, "last-modified": modified, "cache-control": SEGMENT_LIFETIME, ...OPEN };
  const unchanged = { status: 304, answers: { ...kept, "content-type": null }, body: "" };
  const failed = { status: 412, answers: TEXT, body: "412 Precondition Failed\n" };
  const row = (headers: Record<string, string>, answer: Partial<Row>): Row => ({
    claim: Object.entries(headers).flat().join(" "),
    path,
    headers,
    status: 200,
    ...answer,
  });
  return [
    row({ "If-None-Match": etag }, unchanged),
    row({ "If-None-Match": `"x", W/${etag}` }, unchanged),
    row({ "If-None-Match": "*" }, unchanged),
    row({ "If-None-Match": '"another"' }, whole(facts)),
    row({ "If-Modified-Since": modified }, unchanged),
    row({ "If-Modified-Since": later }, unchanged),
    row({ "If-Modified-Since": earlier }, whole(facts)),
    row({ "If-Modified-Since": "yesterday" }, whole(facts)),
    row({ "If-None-Match": etag, "If-Modified-Since": earlier }, whole(facts)),
    row({ "If-Match": etag }, whole(facts)),
    row({ "If-Match": '"another"' }, failed),
    row({ "If-Match": `W/${etag}` }, failed),
    row({ "If-Unmodified-Since": modified }, whole(facts)),
    row({ "If-Unmodified-Since": earlier }, failed),
    row({ "If-None-Match": etag, Range: "bytes=0-3" }, unchanged),
  ];
}

function windowRows({ window, segmentPath }: Facts): Row[] {
  const path = segmentPath(window.lastListed);
  return [
    { claim: "the oldest kept segment is there", path: segmentPath(window.oldestKept), status: 200 },
    { claim: "an expired segment is gone", path: segmentPath(window.oldestKept - 1), ...GONE },
    {
      claim: "a segment that is not complete is not there",
      path: segmentPath(window.lastListed + 1),
      ...GONE,
    },
    {
      claim: "a number with another width is another name",
      path: path.replace(/(\d+\.ts)$/, "0$1"),
      ...GONE,
    },
  ];
}

function playlistRows(facts: Facts): Row[] {
  const { origin, source, playlist, playlistPath, modified, modifiedMs } = facts;
  const etag = etagOf(modifiedMs, playlist.length);
  /** Validators count seconds: in one of them two playlists may follow each other. */
  const isUnmistakable = origin.config.hls.segmentDuration >= 1;
  const media = {
    "content-type": PLAYLIST,
    "cache-control": origin.cache.manifest.header,
    "last-modified": modified,
    etag: isUnmistakable ? etag : null,
    ...OPEN,
  };
  const master = { "content-type": PLAYLIST, "cache-control": origin.cache.master.header, ...OPEN };
  const path = playlistPath;
  const whole = {
    path,
    status: 200,
    answers: { ...media, "content-length": String(playlist.length) },
    body: playlist,
  };
  const unchanged = isUnmistakable ? { path, status: 304, answers: media, body: "" } : whole;
  const partial = { "content-range": `bytes 0-6/${playlist.length}` };
  return [
    { claim: "the media playlist", ...whole },
    { claim: "HEAD of it", ...whole, method: "HEAD", body: "" },
    {
      claim: "it by its ETag",
      ...unchanged,
      answers: { etag: media.etag },
      headers: { "If-None-Match": etag },
    },
    {
      claim: "it by its date",
      ...unchanged,
      answers: { etag: media.etag },
      headers: { "If-Modified-Since": modified },
    },
    {
      claim: "a range of it",
      path,
      headers: { Range: "bytes=0-6" },
      status: 206,
      answers: partial,
      body: "#EXTM3U",
    },
    {
      claim: "the multivariant playlist",
      path: `/${source.masterPlaylist}`,
      status: 200,
      answers: master,
      body: source.master,
    },
  ];
}
