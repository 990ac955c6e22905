import { CLIENT_LIMITS } from "../derive/http.ts";
import { errorCode } from "../host/native.ts";
import { AccessLog } from "./access-log.ts";
import { listenFailure } from "./listen-failure.ts";
import type { MediaProvider, OriginSettings } from "./media.ts";
import { type Build, OriginMetrics } from "./origin-metrics.ts";
import { errorReply } from "./reply.ts";
import { responder, type StaticFiles } from "./respond.ts";
import { bodyResponse, headResponse } from "./response.ts";

export interface ServeOptions {
  readonly settings: OriginSettings;
  readonly media: MediaProvider;
  readonly assets: StaticFiles;
  readonly build: Build;
  readonly bind: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** More than 1: other processes serve on the same port. */
  readonly workers?: number;
  /** Folder of the access logs; `logging.directory` when not given. */
  readonly logDir?: string;
  /** Seconds after which an idle connection is closed; see `CLIENT_LIMITS`. */
  readonly idleSec?: number;
  /** Unix time in ms. */
  readonly nowMs?: () => number;
  /** Hears what goes wrong without ending the server. */
  readonly onProblem?: (line: string) => void;
}

export interface OriginServer {
  readonly port: number;
  /** Takes no more connections and lets answers finish for so long, then closes them. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Serves an origin in this process until it is stopped. Throws `Failure`: `port-in-use`, `permission-denied` or
 * `start-failed`.
 */
export function serveOrigin(options: ServeOptions): OriginServer {
  const { settings, onProblem = () => {} } = options;
  const { logging } = settings.config;
  const log = logging.enabled
    ? new AccessLog(logging, options.logDir ?? logging.directory, onProblem)
    : undefined;
  const server = listen(options, handler(options, log));
  return {
    port: server.port ?? options.port,
    async stop(graceMs) {
      const grace = Promise.withResolvers<void>();
      const timer = setTimeout(grace.resolve, graceMs);
      await Promise.race([server.stop(), grace.promise]);
      clearTimeout(timer);
      await server.stop(true);
      await log?.close();
    },
  };
}

type Handler = (request: Request, server: Bun.Server<undefined>) => Response;

function listen(options: ServeOptions, fetch: Handler): Bun.Server<undefined> {
  const { bind, port, workers = 1, idleSec = CLIENT_LIMITS.idleSec, onProblem } = options;
  try {
    return Bun.serve({
      hostname: bind,
      port,
      reusePort: workers > 1,
      idleTimeout: idleSec,
      maxRequestBodySize: CLIENT_LIMITS.bodyBytes,
      development: false,
      fetch,
      error(error) {
        if (errorCode(error) !== "ENOENT") onProblem?.(`cannot answer: ${error.message}`);
        return bodyResponse(errorReply(404));
      },
    });
  } catch (error) {
    throw listenFailure(error, bind, port);
  }
}

function handler(options: ServeOptions, log: AccessLog | undefined): Handler {
  const { settings, media, assets, build, nowMs = Date.now } = options;
  const startedMs = nowMs();
  const metrics = new OriginMetrics();
  const respond = responder({
    settings,
    media,
    assets,
    startedMs,
    metrics: (now) => metrics.render({ build, usage: processUsage(), media, nowMs: now }),
  });
  return (request, server) => {
    const now = nowMs();
    const { method, headers } = request;
    const target = targetOf(request.url);
    const reply = respond({ method, target, header: (name) => headers.get(name) }, now);
    const sentBytes = method === "HEAD" ? 0 : reply.sizeBytes;
    metrics.count(reply, sentBytes);
    if (log) {
      const address = server.requestIP(request)?.address ?? "-";
      const [referer, agent] = [headers.get("referer"), headers.get("user-agent")];
      log.write({
        address,
        method,
        target,
        referer,
        agent,
        reply,
        sentBytes,
        nowMs: now,
        tookMs: nowMs() - now,
      });
    }
    return method === "HEAD" ? headResponse(reply, now) : bodyResponse(reply);
  };
}

/** Path and query; a request without a Host header has no more than that. */
function targetOf(url: string): string {
  if (url.startsWith("/")) return url;
  const slash = url.indexOf("/", "http://".length);
  return slash < 0 ? url : url.slice(slash);
}

function processUsage() {
  const { user, system } = process.cpuUsage();
  return {
    cpuSec: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    startedSec: performance.timeOrigin / 1000,
  };
}
