import { randomUUID } from "node:crypto";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { peakOf, rampEndsMs } from "../load/line.ts";
import { ffmpegNeeds, type LoadNeeds, nativeNeeds } from "../load/needs.ts";
import { type LoadRate, loadOf } from "../load/predict.ts";
import { replacedPerSec, summariseSchedule } from "../load/schedule-summary.ts";
import type { LoadShape } from "../load/shape.ts";
import { makeHttpClient } from "../net/http-client.ts";
import { openReactor } from "../net/open-reactor.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import { askOracle } from "../swarm/ask-oracle.ts";
import type { FfmpegSpec, FfmpegWish } from "../swarm/ffmpeg/plan-client.ts";
import { findLack, limitWarnings, type MachineLimits } from "../swarm/limits.ts";
import { readLimits } from "../swarm/machine-limits.ts";
import type { SwarmPlan } from "../swarm/run-swarm.ts";
import { type StreamSurvey, surveyStream } from "../swarm/survey.ts";
import type { PlanPage } from "../ui/swarm/plan-page.ts";
import type { ViewerOptions } from "../viewer/viewer-shape.ts";
import { searchPlanOf } from "./search-plan.ts";
import type { SwarmRequest } from "./swarm-request.ts";

/** What is known before a run begins. */
export interface PreparedSwarm {
  plan: SwarmPlan;
  page: PlanPage;
  /** At full load. */
  expected: LoadRate;
  /** What the machine lacks for it: it cannot begin. */
  lack: Failure | null;
}

/** Asks for the stream as a viewer would once, and for what the machine has. */
export async function prepareSwarm(
  request: SwarmRequest,
  host: Host,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<PreparedSwarm> {
  const survey = await surveyFor(request, signal, (text) => say(maskPasswords(text)));
  const limits = await readLimits(host);
  const needsFfmpeg = request.engine === "ffmpeg" || request.canaries > 0;
  const ffmpeg = needsFfmpeg ? await planFfmpeg(request, survey, host) : null;
  const capacity = request.capacity && fitCapacity(request.capacity, request, survey, limits);
  const load = capacity ? flatLoad(request.load, capacity.max) : request.load;
  const viewers = peakOf(load);
  const needs = needsOf(request, survey, viewers);
  const notes = [
    ...survey.notes,
    ...(ffmpeg?.notes ?? []),
    ...(capacity?.notes ?? []),
    ...limitWarnings(needs, limits),
  ].map(maskPasswords);
  const page = pageOf(request, survey, { load, capacity, needs, limits, notes });
  return {
    plan: planOf(request, load, { survey, capacity, ffmpeg: ffmpeg?.ffmpeg ?? null, notes }),
    page,
    expected: loadOf(survey.demand, viewers, replacedPerSec(load, viewers)),
    lack: findLack({ viewers, tracks: survey.tracks }, needs, limits),
  };
}

async function surveyFor(
  { viewer, http }: SwarmRequest,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<StreamSurvey> {
  const reactor = openReactor("bun");
  const client = makeHttpClient(reactor, http);
  const running = reactor.run();
  try {
    const survey = surveyStream(viewer, {
      http: client,
      nowMs: () => reactor.nowMs(),
      at: (dueMs, run) => reactor.at(dueMs, run),
      say,
    });
    const asked = survey.then(async (found) => {
      if (viewer.verify) await askOracle(viewer, http, reactor);
      return found;
    });
    return await Promise.race([asked, whenAborted(signal)]);
  } finally {
    client.close();
    reactor.stop();
    await running;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new Failure("interrupted", "Interrupted before anything was started."));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

/** The command of one FFmpeg client, for the engine and for `--print-cmd`. */
async function planFfmpeg(
  request: SwarmRequest,
  survey: Pick<StreamSurvey, "playlist">,
  host: Host,
): Promise<{ ffmpeg: FfmpegSpec; notes: string[] }> {
  const { planFfmpegClient } = await import("../swarm/ffmpeg/plan-client.ts");
  const { viewer, http } = request;
  const wish: FfmpegWish = {
    url: viewer.url,
    playlist: survey.playlist,
    variant: viewer.variant,
    userAgent: request.words.find("user-agent") ? http.userAgent : `${http.userAgent} (client-%ID%)`,
    headers: http.headers,
    noCache: http.noCache,
    insecure: http.insecure,
    caFile: request.caFile,
    resolve: http.resolve,
    reconnect: viewer.reconnect,
    reconnectDelayMaxSec: viewer.reconnectDelayMaxMs / 1000,
    segMaxRetry: viewer.segMaxRetry,
    timeoutMs: viewer.timeoutMs,
  };
  return planFfmpegClient(host, wish);
}

function needsOf(request: SwarmRequest, survey: StreamSurvey, viewers: number): LoadNeeds {
  if (request.engine === "ffmpeg") return ffmpegNeeds(viewers);
  return nativeNeeds(viewers, connectionsOf(survey), request.workers);
}

/** One for each stream that is followed; hints of Low-Latency HLS are asked for beside. */
function connectionsOf({ tracks, isLowLatency }: StreamSurvey): number {
  return tracks * (isLowLatency ? 2 : 1);
}

type Capacity = NonNullable<SwarmPlan["capacity"]> & { notes: string[] };

/** Nobody who did not ask for a number is refused for it: the search then ends where this machine does. */
function fitCapacity(
  wanted: NonNullable<SwarmRequest["capacity"]>,
  request: SwarmRequest,
  survey: StreamSurvey,
  limits: MachineLimits,
): Capacity {
  const { slo, holdMs, isMaxExplicit } = wanted;
  const { rampRate } = request.resolved.config;
  const most = isMaxExplicit ? wanted.max : mostViewers(wanted.max, request, survey, limits);
  const max = Math.max(1, most);
  const notes =
    max < wanted.max
      ? [`The search ends at ${max} viewers: this machine has files and ports for no more.`]
      : [];
  return { slo, start: Math.min(wanted.start, max), max, holdMs, rampRate, notes };
}

function mostViewers(
  wanted: number,
  request: SwarmRequest,
  survey: StreamSurvey,
  limits: MachineLimits,
): number {
  const fits = (viewers: number) => {
    const needs = needsOf(request, survey, viewers);
    return needs.openFiles <= limits.openFiles && needs.ports <= (limits.ports ?? Number.POSITIVE_INFINITY);
  };
  let [low, high] = [0, wanted + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function flatLoad(load: LoadShape, clients: number): LoadShape {
  return { ...load, clients };
}

function planOf(
  request: SwarmRequest,
  load: LoadShape,
  known: { survey: StreamSurvey; capacity: Capacity | null; ffmpeg: FfmpegSpec | null; notes: string[] },
): SwarmPlan {
  const { capacity, ffmpeg, notes } = known;
  const { http, engine, net, resolved, workers } = request;
  const viewer: ViewerOptions = { ...request.viewer, urlKind: known.survey.playlist.kind };
  return {
    identity: {
      id: randomUUID(),
      url: maskPasswords(viewer.url),
      engine,
      profile: resolved.name,
      variant: viewer.variant,
      durationMs: capacity ? null : load.durationMs,
      rampEndsMs: capacity ? 0 : rampEndsMs(load),
      clients: capacity ? capacity.max : peakOf(load),
    },
    spec: { engine, load: capacity ? null : load, viewer, http, net, ffmpeg },
    canaries: request.canaries > 0 && ffmpeg ? canariesOf(request, viewer, load, ffmpeg) : null,
    generators: workers,
    thresholds: capacity ? [] : request.thresholds,
    capacity,
    notes,
  };
}

const CANARIES_PER_SEC = 5;

/** They come at once, whatever the swarm does, and stay to its end. */
function canariesOf(
  { canaries: clients, http, net }: SwarmRequest,
  viewer: ViewerOptions,
  { durationMs, seed }: LoadShape,
  ffmpeg: FfmpegSpec,
): NonNullable<SwarmPlan["canaries"]> {
  const load: LoadShape = {
    clients,
    rampRate: CANARIES_PER_SEC,
    rampJitterMs: 0,
    stages: [],
    arrival: "uniform",
    churn: null,
    durationMs,
    seed,
  };
  return {
    clients,
    spec: { engine: "ffmpeg", load, viewer: { ...viewer, verify: false }, http, net, ffmpeg },
  };
}

function pageOf(
  request: SwarmRequest,
  survey: StreamSurvey,
  known: {
    load: LoadShape;
    capacity: Capacity | null;
    needs: LoadNeeds;
    limits: MachineLimits;
    notes: string[];
  },
): PlanPage {
  const { load, capacity, needs, limits, notes } = known;
  const thresholds = request.capacity?.slo ?? request.thresholds;
  return {
    url: maskPasswords(request.viewer.url),
    profile: request.resolved.name,
    engine: request.engine,
    variant: request.viewer.variant,
    load: capacity ? null : load,
    schedule: capacity ? null : summariseSchedule(load, survey.demand),
    search: capacity && searchPlanOf(capacity, survey.demand),
    demand: survey.demand,
    needs,
    limits: { openFiles: limits.openFiles, ports: limits.ports, memoryBytes: limits.freeMemoryBytes },
    thresholds: thresholds.map(({ expr }) => expr),
    notes,
  };
}
