import { checkVariants } from "../../hls/conformance/check-variants.ts";
import { isLive } from "../../hls/conformance/measures.ts";
import type { MultivariantPlaylist } from "../../hls/playlist-shape.ts";
import type { Exchange, HttpClient } from "../../http/exchange.ts";
import type { ProbeReport } from "../../report/probe-shape.ts";
import { maskPasswords } from "../../stats/mask-passwords.ts";
import { chooseProgrammes, listProgrammes } from "../../viewer/choose-variants.ts";
import { PLAYLIST_LIMIT } from "../../viewer/follower.ts";
import { PlaylistShelf } from "../../viewer/playlist-shelf.ts";
import { RULES } from "../../viewer/rules.ts";
import { audioLabels, ONLY_VARIANT } from "../../viewer/variant-labels.ts";
import type { Clock, VariantChoice } from "../../viewer/viewer-shape.ts";
import { exchangeFailure, reasonIn, unusable } from "../stream-failure.ts";
import { viewerTools } from "../viewer-tools.ts";
import { Asker } from "./asker.ts";
import { checkCors } from "./check-cors.ts";
import type { ProbeDesk, ProbedStream } from "./desk.ts";
import { ProbeFindings } from "./findings.ts";
import { StreamWatch, TOGETHER_RULES } from "./stream-watch.ts";
import { checkPlaylistAnswer } from "./transfer-checks.ts";

export interface ProbeOptions {
  url: string;
  variant: VariantChoice;
  durationMs: number;
  timeoutMs: number;
}

export interface ProbeWorld {
  http: HttpClient;
  /** The same with an Origin header, as a browser would send it. */
  browser: HttpClient;
  clock: Clock;
  /** Path of ffprobe, where it is. */
  ffprobe: string | null;
  /** Ends it; what was found by then is reported. */
  signal: AbortSignal;
  onNote(text: string): void;
}

interface Opened {
  exchange: Exchange;
  multivariant: MultivariantPlaylist | null;
  streams: ProbedStream[];
}

/**
 * Watches a stream as one attentive client for a while, every playlist and segment of it, and judges it by all rules. Throws
 * `Failure("stream-unreachable")` or `Failure("stream-unusable")` when there is no stream at all.
 */
export async function probeStream(options: ProbeOptions, world: ProbeWorld): Promise<ProbeReport> {
  const asker = new Asker(world.http, world.clock, options.timeoutMs);
  const findings = new ProbeFindings();
  const desk: ProbeDesk = {
    asker,
    findings,
    shelf: new PlaylistShelf(RULES, viewerTools),
    variables: undefined,
  };
  const beganMs = asker.nowMs();
  const end = () => asker.end();
  const timer = world.clock.at(beganMs + options.durationMs, end);
  if (world.signal.aborted) end();
  world.signal.addEventListener("abort", end, { once: true });
  const opened = await open(options, desk);
  desk.variables = opened.multivariant?.variables;
  const watches = opened.streams.map((stream) => new StreamWatch(stream, desk));
  world.onNote(
    `Watching ${watches.length} playlist${watches.length === 1 ? "" : "s"} for ${options.durationMs / 1000} s`,
  );
  const isSingle = opened.multivariant === null;
  await Promise.all([
    ...watches.map((watch) => watch.run(isSingle ? opened.exchange : null)),
    checkCors(options, opened, asker, { browser: world.browser, findings, clock: world.clock }),
  ]);
  const isComplete = !asker.isOver;
  timer.cancel();
  const durationMs = Math.round(asker.nowMs() - beganMs);
  if (!world.signal.aborted) refuseEmpty(options.url, watches);
  const endedBy = world.signal.aborted ? "interrupted" : isComplete ? "complete" : "duration";
  const url = maskPasswords(options.url);
  return { url, durationMs, endedBy, ...(await conclude(watches, opened, findings, world)) };
}

async function open(
  { url, variant, timeoutMs }: ProbeOptions,
  { asker, findings, shelf }: ProbeDesk,
): Promise<Opened> {
  const exchange = await asker.ask({ url, lane: "main", keepBytes: PLAYLIST_LIMIT, isText: true });
  if (!exchange)
    throw unusable(url, "the probe was over before it answered", "--duration TIME watches longer.");
  const failure = exchangeFailure(url, exchange, timeoutMs);
  if (failure) throw failure;
  const reading = shelf.read(url, exchange);
  if (reading.kind === "bad") throw unusable(url, reasonIn(reading.problem, exchange.url));
  if (reading.kind === "media") {
    const only: ProbedStream = { label: ONLY_VARIANT, url, type: "variant", variant: null };
    return { exchange, multivariant: null, streams: [only] };
  }
  checkPlaylistAnswer(exchange, null, findings);
  findings.looked(TOGETHER_RULES);
  findings.tellAll(reading.violations, "multivariant playlist");
  return { exchange, multivariant: reading.playlist, streams: streamsOf(reading.playlist, variant) };
}

/** The variants that were chosen; with all of them every rendition that has a playlist, too. */
function streamsOf(playlist: MultivariantPlaylist, choice: ProbeOptions["variant"]): ProbedStream[] {
  const chosen = chooseProgrammes(listProgrammes(playlist), choice, Number.POSITIVE_INFINITY);
  const variants = chosen.map(({ label, url }): ProbedStream => {
    const variant = playlist.variants.find(({ uri }) => uri === url) ?? null;
    return { label, url, type: "variant", variant };
  });
  const wanted = new Set(chosen.flatMap(({ audio }) => (audio ? [audio.url] : [])));
  const labels = audioLabels(playlist.renditions);
  const renditions = playlist.renditions.flatMap(({ uri, type }, i): ProbedStream[] => {
    if (uri === null || (choice !== "all" && !wanted.has(uri))) return [];
    const label = type === "AUDIO" ? labels[i]! : labels[i]!.replace(/^audio/, type.toLowerCase());
    return [{ label, url: uri, type: "rendition", variant: null }];
  });
  return uniqueByUrl([...variants, ...renditions]);
}

function uniqueByUrl(streams: readonly ProbedStream[]): ProbedStream[] {
  return [...new Map(streams.toReversed().map((stream) => [stream.url, stream])).values()].reverse();
}

/** Without any media playlist there is nothing to judge. */
function refuseEmpty(url: string, watches: readonly StreamWatch[]): void {
  if (watches.some(({ playlist }) => playlist !== null)) return;
  const trouble = watches.find((watch) => watch.trouble !== null)?.trouble ?? "it lists no playlist";
  throw unusable(
    url,
    `none of its media playlists could be had: ${trouble}`,
    "Its server's log may tell why.",
  );
}

type Conclusion = Omit<ProbeReport, "url" | "durationMs" | "endedBy">;

async function conclude(
  watches: readonly StreamWatch[],
  { multivariant }: Opened,
  findings: ProbeFindings,
  { ffprobe }: ProbeWorld,
): Promise<Conclusion> {
  const playlists = watches.flatMap(({ playlist }) => (playlist ? [playlist] : []));
  if (playlists.length > 0) findings.tellAll(checkVariants(playlists, multivariant), "media playlists");
  findings.looked(playlists.length > 0 ? ["independent-segments-missing"] : []);
  const lowLatency = playlists.filter(({ partTargetSec }) => partTargetSec !== null);
  if (lowLatency.length > 1) findings.looked(["rendition-report-missing"]);
  const streams = await Promise.all(watches.map((watch) => watch.report(ffprobe)));
  const troubles = watches.flatMap(({ trouble, stream }) =>
    trouble === null ? [] : [`${stream.label}: ${trouble}`],
  );
  return {
    kind: multivariant ? "multivariant" : "media",
    isLive: playlists.some(isLive),
    isLowLatency: lowLatency.length > 0,
    streams,
    conformance: findings.entries(),
    checks: findings.checks(),
    notes: [...troubles, ...(ffprobe === null ? [NO_FFPROBE] : [])],
  };
}

const NO_FFPROBE = "There is no ffprobe here: nothing was told of what segments hold.";
