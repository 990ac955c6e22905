import { ALLOW, NO_CACHE, OPEN_HEADERS, PAGE_CACHE, PREFLIGHT_HEADERS } from "../derive/http.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import { block, type Directive } from "./nginx-block.ts";
import { escapeNginxRegex, quoteNginxExpression as q } from "./quote/nginx.ts";

type Row = readonly [key: string, value: string];

interface Header {
  name: string;
  /** nginx variable that holds its value, empty where an answer has none. */
  variable: string;
  rows: readonly Row[];
}

/**
 * Variables with the value of each header. An `add_header` in a location would drop those of the server, so all are said
 * once, for every path, and depend on the path and the status.
 */
export function headerMaps(settings: Pick<ResolvedOrigin, "config" | "cache">): Directive[] {
  return [
    block("map $uri $origin_lifetime", rows(lifetimes(settings))),
    block(
      "map $uri $origin_readers",
      rows([
        ["/nginx_status", ""],
        ["default", OPEN_HEADERS["Access-Control-Allow-Origin"]],
      ]),
    ),
    ...headers().map((header) => byStatus(header)),
  ];
}

export function headerDirectives(): Directive[] {
  return headers().map(({ name, variable }) => `add_header ${name} ${q(variable)} always;`);
}

/** Cache-Control of what is found there. */
function lifetimes({ config, cache }: Pick<ResolvedOrigin, "config" | "cache">): Row[] {
  return [
    ["/index.html", PAGE_CACHE],
    ["~^/assets/", PAGE_CACHE],
    ["~[.]ts$", cache.segment.header],
    [`~/${escapeNginxRegex(config.hls.masterPlaylist)}$`, cache.master.header],
    ["~[.]m3u8$", cache.manifest.header],
    ["default", NO_CACHE],
  ];
}

function headers(): Header[] {
  const { "Access-Control-Allow-Origin": _, ...open } = OPEN_HEADERS;
  const { Allow: __, ...preflight } = PREFLIGHT_HEADERS;
  const inCache: Row[] = [
    ["204", ""],
    ["~^[23]", "$origin_lifetime"],
    ["default", NO_CACHE],
  ];
  const allowed: Row[] = [
    ["204", ALLOW],
    ["405", ALLOW],
  ];
  return [
    header("Cache-Control", inCache),
    header("Access-Control-Allow-Origin", [["default", "$origin_readers"]]),
    header("Allow", allowed),
    ...Object.entries(open).map(([name, value]) => header(name, [["default", value]])),
    ...Object.entries(preflight).map(([name, value]) => header(name, [["204", value]])),
  ];
}

function header(name: string, entries: readonly Row[]): Header {
  return { name, variable: `$origin_${name.toLowerCase().replaceAll("-", "_")}`, rows: entries };
}

/** nginx decides on 416 after it has added the headers of a 200, and then adds headers once more. */
function byStatus({ variable, rows: entries }: Header): Directive {
  return block(`map $status ${variable}`, ["volatile;", ...rows([["416", ""], ...entries])]);
}

function rows(entries: readonly Row[]): string[] {
  return entries.map(([key, value]) => `${q(key)} ${q(value)};`);
}
