import { playlistsHaveValidators } from "../derive/http.ts";
import { block, type Directive } from "./nginx-block.ts";
import type { NginxOptions, NginxSettings } from "./nginx-options.ts";
import { escapeNginxRegex, quoteNginx as q, quoteNginxExpression } from "./quote/nginx.ts";

/** What each path is answered with. Playlists and pages are exact locations, so no pattern can take them away. */
export function locations(settings: NginxSettings, options: NginxOptions): Directive[] {
  return [
    ...refusals(),
    ...playlists(settings),
    segments(settings),
    ...pages(options),
    ...listings(settings, options),
    block("location = /health", ['default_type "text/plain; charset=utf-8";', 'return 200 "ok\\n";']),
    block("location = /nginx_status", ["stub_status;"]),
    block("location /", ["return 404;"]),
  ];
}

/** `if` with nothing but `return` is evaluated before a location is looked for. */
function refusals(): Directive[] {
  return [
    block('if ($request_method !~ "^(?:GET|HEAD|OPTIONS)$")', ["return 405;"]),
    block("if ($request_method = OPTIONS)", ["return 204;"]),
    block('if ($uri ~ "//|/[.]")', ["return 404;"]),
    ...errorPage("404 Not Found", "403 404 =404"),
    ...errorPage("405 Method Not Allowed", "405"),
    ...errorPage("412 Precondition Failed", "412"),
    ...errorPage("416 Range Not Satisfiable", "416"),
  ];
}

/** The same words as the embedded server's; without types the path's extension says nothing about them. */
function errorPage(words: string, codes: string): Directive[] {
  const status = words.slice(0, 3);
  const says = ["types {}", 'default_type "text/plain; charset=utf-8";', `return ${status} "${words}\\n";`];
  return [`error_page ${codes} @${status};`, block(`location @${status}`, says)];
}

function playlists({ config, derived }: NginxSettings): Directive[] {
  const { playlistName, masterPlaylist, segmentDuration } = config.hls;
  const media = derived.renditions.map(({ directory }) => below(directory, playlistName));
  const unmatched = withoutValidators(segmentDuration);
  return [`/${masterPlaylist}`, ...media].map((path) =>
    block(`location = ${q(path)}`, ["open_file_cache off;", ...unmatched]),
  );
}

function withoutValidators(segmentDurationSec: number): string[] {
  return playlistsHaveValidators(segmentDurationSec) ? [] : ["etag off;", "if_modified_since off;"];
}

function below(directory: string, name: string): string {
  return directory === "" ? `/${name}` : `/${directory}/${name}`;
}

/** Open files are remembered, missing ones are not: a segment that is not there yet will be. */
function segments({ config, derived }: NginxSettings): Directive {
  const folders = derived.renditions.map(({ directory }) => escapeNginxRegex(directory)).filter(Boolean);
  const folder = folders.length === 0 ? "" : `(?:${folders.join("|")})/`;
  const pattern = `^/${folder}${segmentRegex(config.hls.segmentPattern)}$`;
  const lifeSec = Math.max(1, Math.floor(config.hls.segmentDuration));
  return block(`location ~ ${quoteNginxExpression(pattern)}`, [
    `open_file_cache max=${derived.openFileCacheMax} inactive=${2 * lifeSec}s;`,
    `open_file_cache_valid ${lifeSec}s;`,
    "open_file_cache_errors off;",
  ]);
}

/** `seg%05d.ts` is at least five digits. */
function segmentRegex(pattern: string): string {
  const [, head = "", width = "1", tail = ""] = /^(.*)%0?(\d*)d(.*)$/.exec(pattern) ?? [];
  return `${escapeNginxRegex(head)}[0-9]{${Number(width) || 1},}${escapeNginxRegex(tail)}`;
}

function pages({ assetsDir }: NginxOptions): Directive[] {
  const root = `root ${q(assetsDir)};`;
  return [
    block("location = /", [root, "try_files /index.html =404;"]),
    block("location ^~ /assets/", [root, block('location ~ "/$"', ["return 404;"])]),
  ];
}

/** `alias` takes the place of the location's own path. No folder has an index of its own, whatever is in it. */
function listings({ config }: NginxSettings, { hlsDir }: NginxOptions): Directive[] {
  const listing = [`alias ${q(`${hlsDir.replace(/\/+$/, "")}/`)};`, "index .none;", "autoindex on;"];
  const unmatched = withoutValidators(config.hls.segmentDuration);
  const playlists = unmatched.length === 0 ? [] : [block('location ~ "[.]m3u8$"', unmatched)];
  return [
    block("location ^~ /files/", [...listing, ...playlists]),
    block("location ^~ /files/json/", [
      ...listing,
      "autoindex_format json;",
      block('location ~ "[^/]$"', ["return 404;"]),
    ]),
  ];
}
