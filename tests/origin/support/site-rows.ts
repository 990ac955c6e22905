import { httpDate } from "../../../lib/origin/listing.ts";
import { etagOf } from "../../../lib/origin/media.ts";
import { type Facts, GONE, OPEN, type Row, TEXT } from "./conformance-facts.ts";
import { ASSETS } from "./live-servers.ts";
import { MOMENT_MS } from "./origin-fixture.ts";

/** Everything but media: methods, player, health, listings, and what is not there. */
export function siteRows(facts: Facts): Row[] {
  return [
    ...methodRows(facts),
    ...pageRows(),
    ...listingRows(facts),
    ...absentRows(facts),
    ...hostileRows(facts),
  ];
}

function methodRows({ playlistPath }: Facts): Row[] {
  const allow = "GET, HEAD, OPTIONS";
  const preflight: Row = {
    claim: "a preflight request is allowed",
    method: "OPTIONS",
    path: playlistPath,
    headers: { Origin: "http://a.example", "Access-Control-Request-Headers": "range" },
    status: 204,
    answers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": "Range, If-Range, If-None-Match, If-Modified-Since",
      "access-control-max-age": "86400",
      "cache-control": null,
      ...OPEN,
    },
    body: "",
  };
  const refused = ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"].map((method) => ({
    claim: `${method} is refused`,
    method,
    path: playlistPath,
    headers: { "Content-Length": "0" },
    status: 405,
    answers: { allow, ...TEXT },
    body: "405 Method Not Allowed\n",
  }));
  return [preflight, ...refused];
}

function pageRows(): Row[] {
  const page = {
    "cache-control": "no-cache",
    "last-modified": httpDate(MOMENT_MS),
    "accept-ranges": "bytes",
    ...OPEN,
  };
  const html = ASSETS["/"]?.body ?? "";
  const script = ASSETS["/assets/player.js"]?.body ?? "";
  const htmlPage = { "content-type": "text/html; charset=utf-8", ...page };
  const scriptPage = { "content-type": "text/javascript; charset=utf-8", ...page };
  const etag = etagOf(MOMENT_MS, html.length);
  const healthy = { ...TEXT, "content-length": "3" };
  return [
    { claim: "/ is the player", path: "/", status: 200, answers: htmlPage, body: html },
    {
      claim: "/assets/ has its scripts",
      path: "/assets/player.js",
      status: 200,
      answers: scriptPage,
      body: script,
    },
    {
      claim: "the player has not changed",
      path: "/",
      headers: { "If-None-Match": etag },
      status: 304,
      body: "",
    },
    { claim: "/health", path: "/health", status: 200, answers: healthy, body: "ok\n" },
    { claim: "HEAD /health", path: "/health", method: "HEAD", status: 200, answers: healthy, body: "" },
  ];
}

function listingRows(facts: Facts): Row[] {
  const { source, rendition, folder, newest, modified, etag, playlist, origin } = facts;
  const name = rendition.nameOf(facts.window.lastListed);
  const asPage = { "content-type": "text/html", "cache-control": "no-store", ...OPEN };
  const asData = { "content-type": "application/json", "cache-control": "no-store", ...OPEN };
  const differs = ["content-length", ...(folder === "" ? [] : ["folder-times"])];
  const rows: Row[] = [
    { claim: "/files/ lists the folder as a page", path: "/files/", status: 200, answers: asPage, differs },
    { claim: "/files/json/ lists it as data", path: "/files/json/", status: 200, answers: asData, differs },
    {
      claim: "the data tell name, time and size of a segment",
      path: `/files/json/${folder}`,
      status: 200,
      contains: `{ "name":"${name}", "type":"file", "mtime":"${modified}", "size":${newest.length} }`,
      differs,
    },
    {
      claim: "a segment is served where it is listed",
      path: `/files/${folder}${name}`,
      status: 200,
      answers: { "content-type": "video/mp2t", "cache-control": origin.cache.segment.header, etag },
      body: newest,
    },
    {
      claim: "a playlist is served there too, with its own lifetime",
      path: `/files/${folder}${source.playlistName}`,
      status: 200,
      answers: { "cache-control": origin.cache.manifest.header },
      body: playlist,
    },
  ];
  return folder === "" ? rows : [...rows, ...folderRows(folder)];
}

function folderRows(folder: string): Row[] {
  return [
    {
      claim: "a rendition's folder is listed as a page",
      path: `/files/${folder}`,
      status: 200,
      differs: ["content-length"],
    },
    {
      claim: "a folder without its slash is sent to it",
      path: `/files/${folder.slice(0, -1)}`,
      status: 301,
      answers: { location: `/files/${folder}`, "cache-control": "no-store" },
      differs: ["body", "content-length", "content-type"],
    },
  ];
}

function absentRows({ source, segmentPath, window, folder }: Facts): Row[] {
  const segment = segmentPath(window.lastListed);
  const paths = [
    "/nope",
    "/index.html",
    "/files",
    "/files/nope",
    "/files/nope/",
    "/files/.hidden",
    "/files/json/nope/",
    `/files/json/${source.masterPlaylist}`,
    "/assets",
    "/assets/",
    "/assets/nope.js",
    "/health/",
    "/Health",
    `/nope/${source.playlistName}`,
    `/${folder}nope/${source.playlistName}`,
    `${segment}/`,
    `${segment}.tmp`,
    `${segment}%20`,
    "/%66iles%2f.hidden",
    "/stream.m3u8%5c",
    "/caf%c3%a9",
    `/${"a".repeat(300)}`,
    `/files/${"a".repeat(300)}`,
    `/files/${"a/".repeat(200)}`,
  ];
  return paths.map((path) => ({ claim: `nothing is at ${path.slice(0, 60)}`, path, ...GONE }));
}

/** What nobody sends by accident is refused by each server in its own words. */
function hostileRows({ playlistPath }: Facts): Row[] {
  const differs = ["body", "content-type", "content-length", "cache-control", ...Object.keys(OPEN)];
  const refused = (path: string, headers: Record<string, string> = {}): Row => ({
    claim: `refused: ${path.slice(0, 50)} ${Object.keys(headers)}`,
    path,
    headers,
    status: [400, 404, 414, 431],
    differs,
  });
  const long = "a".repeat(10_000);
  return [
    refused("/../../../../etc/passwd"),
    refused("/files/../../../../etc/passwd"),
    refused("/files/..%2f..%2f..%2f..%2fetc%2fpasswd"),
    refused("/%2e%2e/%2e%2e/etc/passwd"),
    refused("/assets/..%5c..%5cetc%5cpasswd"),
    refused("/files/....//....//etc/passwd"),
    refused(`/${playlistPath}`),
    refused("//etc/passwd"),
    refused("/files//etc/passwd"),
    refused("/stream.m3u8%00.ts"),
    refused("/%zz"),
    refused(`/${long}`),
    refused(`${playlistPath}?${long}`),
    refused(`${playlistPath}?${"a".repeat(100_000)}`),
    refused(playlistPath, { "X-Bomb": "a".repeat(40_000) }),
    refused(
      playlistPath,
      Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`X-${i}`, "a".repeat(40)])),
    ),
  ];
}
