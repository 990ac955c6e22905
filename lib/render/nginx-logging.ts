import { join } from "node:path";
import type { OriginConfig } from "../schema/origin.ts";
import { quoteNginx as q } from "./quote/nginx.ts";

const FORMAT = "origin";

/** nginx's own `combined` and the seconds a request took. */
export const LOG_FORMAT = `log_format ${FORMAT} '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';`;

/** `access_log` directives by the kind of request they stand beside. */
export interface AccessLogs {
  segments: string[];
  playlists: string[];
  others: string[];
}

export function accessLogs(logging: OriginConfig["logging"], logDir: string): AccessLogs {
  const off = ["access_log off;"];
  if (!logging.enabled) return { segments: off, playlists: off, others: off };
  const to = (file: string) => accessLog(logging, join(logDir, file));
  const { segments, manifests, all } = logging.files;
  if (logging.segmentsOnly) return { segments: [to(segments)], playlists: off, others: off };
  return { segments: [to(segments), to(all)], playlists: [to(manifests), to(all)], others: [to(all)] };
}

function accessLog({ buffer, flushInterval, gzip }: OriginConfig["logging"], path: string): string {
  const compression = gzip > 0 ? ` gzip=${gzip}` : "";
  return `access_log ${q(path)} ${FORMAT} buffer=${buffer} flush=${flushInterval}${compression};`;
}
