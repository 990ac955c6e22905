import { Failure } from "../errors.ts";
import { parsePlaylist } from "../hls/parse-playlist.ts";
import type { Playlist } from "../hls/playlist-shape.ts";
import type { Host } from "../host/host.ts";

export interface ReadyTarget {
  health: string;
  /** The playlist players are given: a media playlist, or the multivariant one of a ladder. */
  playlist: string;
}

/** How far an origin has come; the last one means ready. */
export type ReadyStep = "answer" | "playlist" | "segments" | "download" | "ready";

const WAITED_FOR: Record<Exclude<ReadyStep, "ready">, string> = {
  answer: "its /health did not answer 200",
  playlist: "its playlist could not be read",
  segments: "its playlist listed no segments",
  download: "the last listed segment could not be downloaded",
};

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
const ANSWER_LIMIT_MS = 5000;

/** Returns once the health answers, every playlist lists segments and one segment downloads; throws after the time limit. */
export async function waitUntilReady(
  host: Host,
  target: ReadyTarget,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = host.clock.nowMs() + limits.timeoutMs;
  let pauseMs = FIRST_PAUSE_MS;
  while (!limits.signal.aborted) {
    const step = await checkReady(host, target);
    if (step === "ready") return;
    if (host.clock.nowMs() >= deadline) {
      throw new Failure(
        "ready-timeout",
        `The origin was not ready within ${limits.timeoutMs / 1000} s: ${WAITED_FOR[step]}.`,
        {
          hint: "A busy machine may need longer: --timeout SECONDS. Or encode less: --source embedded.",
        },
      );
    }
    await host.clock.sleep(pauseMs, limits.signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

export async function checkReady(host: Host, target: ReadyTarget): Promise<ReadyStep> {
  const health = await host.get(target.health, ANSWER_LIMIT_MS);
  if (health.status !== 200) return "answer";
  const media = await mediaPlaylists(host, target.playlist);
  if (media.length === 0 || media.includes(undefined)) return "playlist";
  const segments = media.map((playlist) => playlist?.segments.at(-1));
  const [first] = segments;
  if (first === undefined || segments.includes(undefined)) return "segments";
  const segment = await host.get(first, ANSWER_LIMIT_MS);
  return segment.status === 200 && segment.bytes.length > 0 ? "ready" : "download";
}

interface Listing {
  /** Absolute URLs. */
  segments: string[];
}

/** The media playlists behind a URL; an unreadable one is undefined. */
async function mediaPlaylists(host: Host, url: string): Promise<(Listing | undefined)[]> {
  const parsed = await fetchPlaylist(host, url);
  if (!parsed) return [undefined];
  if (parsed.kind === "multivariant") {
    const urls = parsed.variants.map((variant) => new URL(variant.uri, url).href);
    return Promise.all(urls.map(async (each) => listing(await fetchPlaylist(host, each), each)));
  }
  return [listing(parsed, url)];
}

async function fetchPlaylist(host: Host, url: string): Promise<Playlist | undefined> {
  const answer = await host.get(url, ANSWER_LIMIT_MS);
  if (answer.status !== 200) return undefined;
  const parsed = parsePlaylist(new TextDecoder().decode(answer.bytes));
  return parsed.ok ? parsed.value : undefined;
}

function listing(parsed: Playlist | undefined, url: string): Listing | undefined {
  if (parsed?.kind !== "media") return undefined;
  return { segments: parsed.segments.map((segment) => new URL(segment.uri, url).href) };
}
