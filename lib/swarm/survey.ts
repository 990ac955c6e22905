import { Failure } from "../errors.ts";
import type { MediaPlaylist, MultivariantPlaylist, Playlist } from "../hls/playlist-shape.ts";
import type { Exchange, HttpClient } from "../http/exchange.ts";
import { type FollowedStream, type LoadRate, predictViewer } from "../load/predict.ts";
import { chooseProgrammes, listProgrammes, type Stream } from "../viewer/choose-variants.ts";
import { PLAYLIST_LIMIT } from "../viewer/follower.ts";
import { PlaylistShelf, type Reading } from "../viewer/playlist-shelf.ts";
import { RULES } from "../viewer/rules.ts";
import { ONLY_VARIANT } from "../viewer/variant-labels.ts";
import type { VariantChoice } from "../viewer/viewer-shape.ts";
import { exchangeFailure, unusable } from "./stream-failure.ts";
import { viewerTools } from "./viewer-tools.ts";

/** What a stream is, from being asked for as a viewer would once. */
export interface StreamSurvey {
  /** What the URL answered, URIs absolute. */
  playlist: Playlist;
  isLive: boolean;
  /** Low-Latency HLS is offered, and was not declined. */
  isLowLatency: boolean;
  /** What one viewer follows at the same time, each over a connection of its own. */
  labels: readonly string[];
  perViewer: LoadRate;
  /** What is odd and no reason not to begin. */
  notes: readonly string[];
}

export interface SurveyOptions {
  url: string;
  variant: VariantChoice;
  lowLatency: boolean;
  timeoutMs: number;
}

interface Asker {
  http: HttpClient;
  nowMs(): number;
}

/**
 * Loads the playlists a viewer would follow and one segment of each. Throws `Failure("stream-unreachable")` when nobody
 * answers, `Failure("stream-unusable")` when what is answered is no stream.
 */
export async function surveyStream(options: SurveyOptions, asker: Asker): Promise<StreamSurvey> {
  const shelf = new PlaylistShelf(RULES, viewerTools);
  const { reading, exchange } = await askPlaylist(options.url, options, asker, shelf);
  if (reading.kind === "media") {
    const stream = await sampleStream(reading.version.playlist, exchange.bytes, null, options, asker);
    return summarise(reading.version.playlist, [{ label: ONLY_VARIANT, stream }], options, []);
  }
  const wanted = streamsOf(reading.playlist, options.variant);
  const found = await Promise.allSettled(
    wanted.map(async ({ label, url, bandwidth }) => {
      const media = await askPlaylist(url, options, asker, shelf);
      if (media.reading.kind !== "media") throw unusable(url, "it leads to another multivariant playlist");
      const { playlist } = media.reading.version;
      return { label, stream: await sampleStream(playlist, media.exchange.bytes, bandwidth, options, asker) };
    }),
  );
  const streams = found.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = found.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  if (streams.length === 0) throw failures[0] ?? unusable(options.url, "it lists no variants");
  return summarise(reading.playlist, streams, options, failures.map(wordsOf));
}

function summarise(
  playlist: Playlist,
  streams: readonly { label: string; stream: FollowedStream }[],
  { lowLatency }: SurveyOptions,
  notes: readonly string[],
): StreamSurvey {
  const playlists = streams.map(({ stream }) => stream.playlist);
  return {
    playlist,
    isLive: playlists.some((playlist) => !playlist.isEnded && playlist.type !== "VOD"),
    isLowLatency: lowLatency && playlists.some(offersLowLatency),
    labels: streams.map(({ label }) => label),
    perViewer: predictViewer(
      streams.map(({ stream }) => stream),
      lowLatency,
    ),
    notes,
  };
}

function offersLowLatency({ serverControl, partTargetSec }: MediaPlaylist): boolean {
  return serverControl?.canBlockReload === true && partTargetSec !== null;
}

type Followed = Stream & { bandwidth: number | null };

/** An adaptive viewer ends with the best variant where nothing holds it back. */
function streamsOf(playlist: MultivariantPlaylist, variant: VariantChoice): Followed[] {
  const choice = variant === "adaptive" ? "highest" : variant;
  const programmes = chooseProgrammes(listProgrammes(playlist), choice, Number.POSITIVE_INFINITY);
  const audio = new Map(programmes.flatMap((each) => (each.audio ? [[each.audio.url, each.audio]] : [])));
  return [...programmes, ...[...audio.values()].map((stream) => ({ ...stream, bandwidth: null }))];
}

async function askPlaylist(
  url: string,
  options: SurveyOptions,
  asker: Asker,
  shelf: PlaylistShelf,
): Promise<{ reading: Exclude<Reading, { kind: "bad" }>; exchange: Exchange }> {
  const exchange = await ask(url, options, asker, { keep: true });
  const failure = exchangeFailure(url, exchange, options.timeoutMs);
  if (failure) throw failure;
  const reading = shelf.read(url, exchange);
  if (reading.kind === "bad") throw unusable(url, reasonIn(reading.problem, exchange.url));
  return { reading, exchange };
}

/** What is wrong with what came, which is named already: "is an HTML page" becomes "it is an HTML page". */
function reasonIn(problem: string, url: string): string {
  const reason = problem.startsWith(`${url}: `) ? problem.slice(url.length + 2) : problem;
  return /^(is|does|has) /.test(reason) ? `it ${reason}` : reason;
}

/** Weighs one segment: playlists do not tell how large they are. */
async function sampleStream(
  playlist: MediaPlaylist,
  playlistBytes: number,
  bandwidth: number | null,
  options: SurveyOptions,
  asker: Asker,
): Promise<FollowedStream> {
  const segment = playlist.segments.findLast((each) => !each.isGap);
  if (!segment || segment.byteRange) return { playlist, playlistBytes, sample: null, bandwidth };
  const { problem, status, bytes } = await ask(segment.uri, options, asker, { keep: false });
  const isWhole = problem === null && status === 200;
  const sample = isWhole ? { bytes, durationSec: segment.durationSec } : null;
  return { playlist, playlistBytes, sample, bandwidth };
}

function ask(
  url: string,
  { timeoutMs }: SurveyOptions,
  { http, nowMs }: Asker,
  { keep }: { keep: boolean },
): Promise<Exchange> {
  return new Promise((onDone) => {
    http.get({
      url,
      lane: url,
      dueMs: nowMs(),
      range: null,
      body: keep ? "keep" : "drop",
      limitBytes: PLAYLIST_LIMIT,
      timeoutMs,
      acceptsGzip: keep,
      onDone,
    });
  });
}

function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
