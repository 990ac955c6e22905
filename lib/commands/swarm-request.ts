import { Failure } from "../errors.ts";
import type { HttpOptions } from "../http/exchange.ts";
import { parseTarget } from "../http/target.ts";
import { parseDuration } from "../load/parse-duration.ts";
import type { LoadShape } from "../load/shape.ts";
import { suggest } from "../registry/suggest.ts";
import type { ResolvedSwarm } from "../resolve.ts";
import { parseThreshold } from "../stats/parse-threshold.ts";
import type { Threshold } from "../stats/threshold.ts";
import { findingInOneLine } from "../ui/finding.ts";
import type { ViewerOptions } from "../viewer/viewer-shape.ts";
import type { CommandContext } from "./command.ts";
import { parseBind } from "./parse-bind.ts";
import { type Said, takeOption, takeParsed, takeTime, takeWhole } from "./said.ts";
import type { SwarmArgs } from "./swarm-args.ts";
import { resolveSwarmConfig } from "./swarm-config.ts";
import { readHttp, readUrl } from "./swarm-http.ts";
import { readLoad } from "./swarm-load.ts";
import { SwarmWords } from "./swarm-words.ts";

/** Media ahead of the playhead; what hls.js keeps (`maxBufferLength`). */
const BUFFER_SEC = 30;
const METRICS_PORT = 17_091;
const DEFAULT_STEP_MS = 20_000;
const CAPACITY_START = 10;
const MOST_CLIENTS = 1_000_000;
const DEFAULT_MAX_CLIENTS = 100_000;

/** Everything that was asked for, checked as far as words can be. */
export interface SwarmRequest {
  words: SwarmWords;
  resolved: ResolvedSwarm;
  load: LoadShape;
  viewer: ViewerWish;
  http: HttpOptions;
  caFile: string | null;
  engine: "native" | "ffmpeg";
  canaries: number;
  net: "auto" | "bun" | "epoll";
  workers: number;
  thresholds: Threshold[];
  capacity: CapacityRequest | null;
  metrics: { bind: string; port: number; isExplicit: boolean } | null;
  metricsCompat: boolean;
  originMetrics: string[];
}

/** What the URL leads to is known when it has been asked for. */
export type ViewerWish = Omit<ViewerOptions, "urlKind">;

export interface CapacityRequest {
  slo: Threshold[];
  start: number;
  max: number;
  isMaxExplicit: boolean;
  holdMs: number;
}

/** Throws the first thing that is wrong, and where it was said. */
export async function readSwarm(args: SwarmArgs, context: CommandContext): Promise<SwarmRequest> {
  const { host, out } = context;
  const words = new SwarmWords(args, host.env);
  const url = readUrl(words);
  const resolved = await resolveSwarmConfig(words, context, (text) => out.warn(text));
  for (const finding of resolved.warnings) out.warn(findingInOneLine(finding));
  const engine = takeOption(said(words, "engine", "native"), ["native", "ffmpeg"]);
  const request: SwarmRequest = {
    words,
    resolved,
    load: readLoad(words, resolved.config),
    viewer: readViewer(words, url, resolved),
    http: await readHttp(words, host),
    caFile: words.find("ca")?.text ?? null,
    engine,
    canaries: takeWhole(said(words, "canaries", "0"), { least: 0, most: 100 }),
    net: takeOption(said(words, "net", "auto"), ["auto", "bun", "epoll"]),
    workers: takeWhole(said(words, "workers", "1"), { least: 1, most: 64 }),
    thresholds: readThresholds(words, resolved),
    capacity: readCapacity(words),
    metrics: readMetrics(words),
    metricsCompat: words.has("metrics-compat"),
    originMetrics: words.all("origin-metrics").map(readExporter),
  };
  refuseWhatContradicts(request);
  const duration = words.find("duration");
  if (request.capacity && duration) {
    out.warn(`${duration.from} does not count: a search for the capacity ends by itself.`);
  }
  return request;
}

function said(words: SwarmWords, name: keyof SwarmArgs, otherwise: string): Said {
  return words.find(name) ?? { text: otherwise, from: `--${name}` };
}

function readViewer(words: SwarmWords, url: string, { config }: ResolvedSwarm): ViewerWish {
  return {
    url,
    variant: config.variant,
    segMaxRetry: config.segMaxRetry,
    reconnect: config.reconnect,
    reconnectDelayMaxMs: config.reconnectDelayMax * 1000,
    timeoutMs: config.timeout * 1000,
    bufferSec: BUFFER_SEC,
    decrypt: words.has("decrypt"),
    lowLatency: !words.has("no-low-latency"),
    verify: words.has("verify"),
  };
}

const THRESHOLD_WORDS = { suggest, parseDuration };

/** The profile's and the flags'; a mistake in a profile is its author's. */
function readThresholds(words: SwarmWords, { config, name }: ResolvedSwarm): Threshold[] {
  const own = config.thresholds.map((expr) => {
    const parsed = parseThreshold(expr, THRESHOLD_WORDS);
    if (parsed.ok) return parsed.value;
    throw new Failure("config-invalid", `thresholds of profile "${name}": ${parsed.problem}.`);
  });
  return [...own, ...words.all("threshold").map(readThreshold)];
}

function readThreshold(expr: Said): Threshold {
  return takeParsed(expr, parseThreshold(expr.text, THRESHOLD_WORDS));
}

function readCapacity(words: SwarmWords): CapacityRequest | null {
  const slo = words.all("find-capacity").map(readThreshold);
  const step = words.find("step-duration");
  const max = words.find("max-clients");
  const only = step ?? max;
  if (slo.length === 0) {
    if (only) throw new Failure("usage-bad-value", `${only.from} goes with --find-capacity.`);
    return null;
  }
  const start = words.find("clients");
  const range = { least: 1, most: MOST_CLIENTS };
  const holdMs = step ? takeTime(step) : DEFAULT_STEP_MS;
  if (step && holdMs < 1000) throw new Failure("usage-bad-value", `${step.from} is at least 1s.`);
  const request = {
    slo,
    start: start ? takeWhole(start, range) : CAPACITY_START,
    max: max ? takeWhole(max, range) : DEFAULT_MAX_CLIENTS,
    isMaxExplicit: max !== undefined,
    holdMs,
  };
  if (!start || request.start <= request.max) return request;
  const most = max
    ? `${max.from} ends it at ${request.max}`
    : `it ends at ${request.max} without --max-clients`;
  throw new Failure(
    "usage-bad-value",
    `${start.from} of ${request.start} is where the search begins; ${most}.`,
  );
}

/** Not in the environment. */
function isFlag(words: SwarmWords, name: keyof SwarmArgs): boolean {
  return words.layers.some(({ args }) => args[name] !== undefined);
}

function readMetrics(words: SwarmWords): SwarmRequest["metrics"] {
  const place = words.find("metrics");
  if (!place) {
    const { text, from } = metricsAddress(words);
    return { bind: parseBind(text, from), port: METRICS_PORT, isExplicit: false };
  }
  if (place.text === "off") return null;
  const [, bind, port] = /^(?:(.+):)?(\d{1,5})$/.exec(place.text) ?? [];
  if (port === undefined) {
    throw new Failure("usage-bad-value", `${place.from} takes ADDRESS:PORT or off, not "${place.text}".`);
  }
  const address = bind === undefined ? metricsAddress(words) : { text: bind, from: place.from };
  return {
    bind: parseBind(address.text.replace(/^\[(.*)\]$/, "$1"), address.from),
    port: takeWhole({ text: port, from: place.from }, { least: 0, most: 65_535 }),
    isExplicit: true,
  };
}

/** Where to listen when only a port is said: in a container, on all of its addresses. */
function metricsAddress(words: SwarmWords): Said {
  return words.variable("METRICS_ADDRESS") ?? { text: "127.0.0.1", from: "--metrics" };
}

function readExporter({ text, from }: Said): string {
  if (parseTarget(text)) return text;
  throw new Failure("usage-bad-value", `${from} takes an http:// or https:// URL, not "${text}".`);
}

/** Flags that make no sense together, each with why. */
function refuseWhatContradicts({ words, engine, capacity, canaries, viewer }: SwarmRequest): void {
  const isSaid = (name: keyof SwarmArgs) =>
    words.has(name) || words.find(name) !== undefined || words.all(name).length > 0;
  const refuse = (names: readonly (keyof SwarmArgs)[], why: string) => {
    const name = names.find(isSaid);
    if (name !== undefined) throw new Failure("usage-bad-value", `--${name} ${why}.`);
  };
  if (capacity) {
    const why = "does not go with --find-capacity, which makes its own load and ends by itself";
    refuse(["stage", "arrival", "churn", "seed", "threshold"], why);
    if (isFlag(words, "duration")) refuse(["duration"], why);
  }
  if (capacity && canaries > 0) refuse(["canaries"], "does not go with --find-capacity");
  if (canaries > 0 && viewer.variant === "adaptive") {
    throw new Failure("usage-bad-value", "Canaries are FFmpeg clients, which do not adapt.", {
      hint: "Take --variant highest, lowest, first or all.",
    });
  }
  if (engine === "ffmpeg") {
    refuse(["verify", "decrypt", "no-low-latency", "net", "canaries"], "is of the native engine");
    if (viewer.variant === "adaptive") {
      throw new Failure(
        "usage-bad-value",
        "FFmpeg does not adapt: variant adaptive is of the native engine.",
        {
          hint: "Take highest, lowest, first or all.",
        },
      );
    }
  }
  if (engine === "native" && canaries === 0) refuse(["print-cmd"], "goes with --engine ffmpeg or --canaries");
}
