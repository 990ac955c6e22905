import { Failure } from "../errors.ts";
import type { MediaPlaylist, MultivariantPlaylist, Playlist } from "../hls/playlist-shape.ts";
import type { Exchange, GetRequest, HttpClient } from "../http/exchange.ts";
import { type FollowedStream, predictViewer, type ViewerDemand } from "../load/predict.ts";
import { predictStart } from "../load/predict-start.ts";
import { chooseProgrammes, listProgrammes, type Stream } from "../viewer/choose-variants.ts";
import { describeExchange } from "../viewer/desk.ts";
import { PLAYLIST_LIMIT } from "../viewer/follower.ts";
import { PlaylistShelf, type Reading } from "../viewer/playlist-shelf.ts";
import { RULES } from "../viewer/rules.ts";
import { ONLY_VARIANT } from "../viewer/variant-labels.ts";
import type { VariantChoice } from "../viewer/viewer-shape.ts";
import { condenseNotes } from "./condense-notes.ts";
import { exchangeFailure, reasonIn, unusable } from "./stream-failure.ts";
import { viewerTools } from "./viewer-tools.ts";

/** What a stream is, from being asked for as a viewer would once. */
export interface StreamSurvey {
  /** What the URL answered, URIs absolute. */
  playlist: Playlist;
  isLive: boolean;
  /** Low-Latency HLS is offered, and was not declined. */
  isLowLatency: boolean;
  /** How many streams one viewer follows at the same time, each over a connection of its own. */
  tracks: number;
  demand: ViewerDemand;
  /** What is odd and no reason not to begin. */
  notes: readonly string[];
}

export interface SurveyOptions {
  url: string;
  variant: VariantChoice;
  lowLatency: boolean;
  bufferSec: number;
  decrypt: boolean;
  timeoutMs: number;
}

interface Asker {
  http: HttpClient;
  nowMs(): number;
  at(dueMs: number, run: () => void): { cancel(): void };
  /** What it waits for, once that takes long. */
  say(text: string): void;
}

/** A segment that takes longer is not weighed: nobody wants to wait for a plan. */
const SAMPLE_MS = 10_000;
const SLOW_MS = 2000;
/** Of more streams than this the others are taken to be like them: a survey is no load test. */
const MOST_ASKED = 20;

/** A media playlist, and why its segments are not known by weight. */
interface Sampled {
  stream: FollowedStream;
  note: string | null;
}

/**
 * Loads the playlists a viewer would follow and one segment of each. Throws `Failure("stream-unreachable")` when nobody
 * answers, `Failure("stream-unusable")` when what is answered is no stream.
 */
export async function surveyStream(options: SurveyOptions, asker: Asker): Promise<StreamSurvey> {
  const shelf = new PlaylistShelf(RULES, viewerTools);
  const { reading, exchange } = await askPlaylist(options.url, options, asker, shelf);
  if (reading.kind === "media") {
    const only = { playlist: reading.version.playlist, playlistBytes: exchange.bytes, bandwidth: null };
    const { stream, note } = await sampleStream(only, options, asker);
    return summarise(only.playlist, [{ label: ONLY_VARIANT, stream }], options, {
      bytes: null,
      tracks: 1,
      share: 1,
      notes: note === null ? [] : [note],
    });
  }
  const wanted = streamsOf(reading.playlist, options.variant);
  const asked = wanted.slice(0, MOST_ASKED);
  const found = await Promise.allSettled(
    asked.map(async ({ label, url, bandwidth }) => {
      const media = await askPlaylist(url, options, asker, shelf);
      if (media.reading.kind !== "media") throw unusable(url, "it leads to another multivariant playlist");
      const { playlist } = media.reading.version;
      const known = { playlist, playlistBytes: media.exchange.bytes, bandwidth };
      return { label, ...(await sampleStream(known, options, asker)) };
    }),
  );
  const streams = found.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = found.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  if (streams.length === 0) throw failures[0] ?? unusable(options.url, "it lists no variants");
  const notes = streams.flatMap(({ label, note }) => (note === null ? [] : [`${label}: ${note}`]));
  return summarise(reading.playlist, streams, options, {
    bytes: exchange.bytes,
    tracks: wanted.length,
    share: asked.length / wanted.length,
    notes: [...restNote(wanted.length), ...condenseNotes([...failures.map(wordsOf), ...notes])],
  });
}

function restNote(wanted: number): string[] {
  if (wanted <= MOST_ASKED) return [];
  return [
    `The first ${MOST_ASKED} of ${wanted} renditions were looked at; the others are taken to be like them.`,
  ];
}

/** `share`: of the tracks that a viewer will follow, those that were asked for. */
interface Whole {
  bytes: number | null;
  tracks: number;
  share: number;
  notes: readonly string[];
}

function summarise(
  playlist: Playlist,
  streams: readonly { label: string; stream: FollowedStream }[],
  { lowLatency, bufferSec, decrypt }: SurveyOptions,
  { bytes: multivariantBytes, tracks, share, notes }: Whole,
): StreamSurvey {
  const followed = streams.map(({ stream }) => stream);
  const playlists = followed.map((stream) => stream.playlist);
  return {
    playlist,
    isLive: playlists.some((playlist) => !playlist.isEnded && playlist.type !== "VOD"),
    isLowLatency: lowLatency && playlists.some(offersLowLatency),
    tracks,
    demand: demandOf(share, {
      steady: predictViewer(followed, lowLatency),
      start: predictStart(followed, { lowLatency, bufferSec, decrypt, multivariantBytes }),
    }),
    notes,
  };
}

/** As much as all tracks ask for, from those that were looked at. */
function demandOf(share: number, { steady, start }: ViewerDemand): ViewerDemand {
  return {
    steady: { requestsPerSec: steady.requestsPerSec / share, bitsPerSec: steady.bitsPerSec / share },
    start: { requests: Math.round(start.requests / share), bits: start.bits / share },
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
  const { timeoutMs } = options;
  const exchange = await ask({ url, body: "keep", timeoutMs }, `the playlist ${url}`, asker);
  const failure = exchangeFailure(url, exchange, options.timeoutMs);
  if (failure) throw failure;
  const reading = shelf.read(url, exchange);
  if (reading.kind === "bad") throw unusable(url, reasonIn(reading.problem, exchange.url));
  return { reading, exchange };
}

/** Weighs one segment: playlists do not tell how large they are. */
async function sampleStream(
  known: Omit<FollowedStream, "sample">,
  options: SurveyOptions,
  asker: Asker,
): Promise<Sampled> {
  const segment = known.playlist.segments.findLast((each) => !each.isGap);
  if (!segment || segment.byteRange) return { stream: { ...known, sample: null }, note: null };
  const timeoutMs = Math.min(options.timeoutMs, SAMPLE_MS);
  const what = `a segment, to know how much to expect: ${segment.uri}`;
  const exchange = await ask({ url: segment.uri, body: "drop", timeoutMs }, what, asker);
  if (exchange.problem === null && exchange.status === 200 && exchange.bytes > 0) {
    const sample = { bytes: exchange.bytes, durationSec: segment.durationSec };
    return { stream: { ...known, sample }, note: null };
  }
  return { stream: { ...known, sample: null }, note: noteOf(exchange, known.bandwidth) };
}

function noteOf(exchange: Exchange, bandwidth: number | null): string {
  const why =
    exchange.status === 200 && exchange.problem === null
      ? `${exchange.url}: is empty`
      : describeExchange(exchange);
  const instead = bandwidth === null ? "is not known" : "is taken from BANDWIDTH";
  return `No whole segment came (${why}); the bit rate to expect ${instead}.`;
}

/** All of it is over within `timeoutMs`. */
async function ask(
  { url, body, timeoutMs }: Pick<GetRequest, "url" | "body" | "timeoutMs">,
  what: string,
  { http, nowMs, at, say }: Asker,
): Promise<Exchange> {
  const dueMs = nowMs();
  const slow = at(dueMs + SLOW_MS, () => say(`Still waiting for ${what}`));
  const { promise, resolve: onDone } = Promise.withResolvers<Exchange>();
  const acceptsGzip = body === "keep";
  const limits = { limitBytes: PLAYLIST_LIMIT, timeoutMs, totalMs: timeoutMs };
  http.get({ url, lane: url, dueMs, range: null, body, ...limits, acceptsGzip, onDone });
  const exchange = await promise;
  slow.cancel();
  return exchange;
}

function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
