import { join } from "node:path";
import type { OriginConfig } from "../schema/origin.ts";
import { block, type Directive } from "./nginx-block.ts";
import { quoteNginx as q } from "./quote/nginx.ts";

/** nginx's own `combined` and the seconds a request took. */
const FORMAT = `log_format origin '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';`;

/** Definitions for the `http` block: by name, because an error is answered in a location of its own. */
export function logDefinitions({ enabled }: OriginConfig["logging"]): Directive[] {
  if (!enabled) return [];
  return [
    FORMAT,
    block("map $uri $origin_is_segment", ['"~[.]ts$" 1;', "default 0;"]),
    block("map $uri $origin_is_playlist", ['"~[.]m3u8$" 1;', "default 0;"]),
  ];
}

/** `access_log` directives for the `server` block. */
export function accessLogs(logging: OriginConfig["logging"], logDir: string): Directive[] {
  if (!logging.enabled) return ["access_log off;"];
  const to = (file: string, condition = "") => accessLog(logging, join(logDir, file)) + condition;
  const { segments, manifests, all } = logging.files;
  const ofSegments = `${to(segments, " if=$origin_is_segment")};`;
  if (logging.segmentsOnly) return [ofSegments];
  return [ofSegments, `${to(manifests, " if=$origin_is_playlist")};`, `${to(all)};`];
}

function accessLog({ buffer, flushInterval, gzip }: OriginConfig["logging"], path: string): string {
  const compression = gzip > 0 ? ` gzip=${gzip}` : "";
  return `access_log ${q(path)} origin buffer=${buffer} flush=${flushInterval}${compression}`;
}
