import { join } from "node:path";
import { CLIENT_LIMITS, CONTENT_TYPES, UNKNOWN_TYPE } from "../derive/http.ts";
import { block, type Directive, renderDirectives } from "./nginx-block.ts";
import { headerDirectives, headerMaps } from "./nginx-headers.ts";
import { locations } from "./nginx-locations.ts";
import { accessLogs, logDefinitions } from "./nginx-logging.ts";
import type { NginxOptions, NginxSettings } from "./nginx-options.ts";
import { quoteNginx as q } from "./quote/nginx.ts";

/** For listeners, logs and the files being read, which connections share (`open_file_cache`). */
const SPARE_DESCRIPTORS = 512;
/** Where the limit is unknown, and at most: nginx takes some 300 bytes for each beforehand. */
const CONNECTIONS = 8192;
const MOST_CONNECTIONS = 65_536;

/**
 * A complete nginx.conf for nginx 1.22 or later with its default modules, run in the foreground by any user:
 * `nginx -e stderr -c FILE` (without `-e` nginx opens its compiled-in error log before it reads the file).
 */
export function renderNginx(settings: NginxSettings, options: NginxOptions): string {
  return `${renderDirectives([
    "daemon off;",
    ...(options.user === undefined ? [] : [`user ${options.user};`]),
    `worker_processes ${options.workers ?? 1};`,
    ...(options.openFilesLimit ? [`worker_rlimit_nofile ${options.openFilesLimit};`] : []),
    "worker_shutdown_timeout 5s;",
    "pcre_jit on;",
    `pid ${q(join(options.runtimeDir, "nginx.pid"))};`,
    "error_log stderr warn;",
    block("events", [`worker_connections ${connections(options)};`]),
    block("http", http(settings, options)),
  ])}\n`;
}

function connections({ openFilesLimit }: NginxOptions): number {
  if (openFilesLimit === undefined) return CONNECTIONS;
  const possible = Math.max(openFilesLimit - SPARE_DESCRIPTORS, Math.floor(openFilesLimit / 2));
  return Math.min(possible, MOST_CONNECTIONS);
}

function http(settings: NginxSettings, options: NginxOptions): Directive[] {
  const { config } = settings;
  return [
    ...temporaryPaths(options.runtimeDir),
    block(
      "types",
      Object.entries(CONTENT_TYPES).map(([extension, type]) => `${q(type)} ${extension};`),
    ),
    `default_type ${UNKNOWN_TYPE};`,
    ...TRANSPORT,
    ...logDefinitions(config.logging),
    ...headerMaps(settings),
    block("server", [
      `listen ${address(options.bind)}:${config.server.port};`,
      "server_name _;",
      `root ${q(options.hlsDir)};`,
      ...headerDirectives(),
      ...accessLogs(config.logging, options.logDir ?? config.logging.directory),
      ...locations(settings, options),
    ]),
  ];
}

/** nginx makes these at start, whether or not it will use them; compiled-in ones belong to root. */
function temporaryPaths(runtimeDir: string): string[] {
  return ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${q(join(runtimeDir, `nginx-${name}`))};`,
  );
}

const TRANSPORT = [
  "sendfile on;",
  "tcp_nopush on;",
  "server_tokens off;",
  "log_not_found off;",
  "absolute_redirect off;",
  "merge_slashes off;",
  "max_ranges 1;",
  "if_modified_since before;",
  "keepalive_requests 1000000;",
  `keepalive_timeout ${CLIENT_LIMITS.idleSec}s;`,
  `send_timeout ${CLIENT_LIMITS.idleSec}s;`,
  `client_header_timeout ${CLIENT_LIMITS.headerSec}s;`,
  `client_body_timeout ${CLIENT_LIMITS.headerSec}s;`,
  `client_max_body_size ${CLIENT_LIMITS.bodyBytes};`,
  "large_client_header_buffers 4 8k;",
  "reset_timedout_connection on;",
];

function address(bind: string): string {
  return bind.includes(":") ? `[${bind}]` : q(bind);
}
