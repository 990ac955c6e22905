import { mediaPlaylist, multivariantPlaylist } from "../../lib/hls/playlist.ts";
import { openRawServer, type RawReply, type RawRequest, type RawServer } from "./raw-server.ts";

/**
 * A live origin that misbehaves on demand: segments of zeros under `/<variant>/seg<n>.ts`, playlists by the clock, and for
 * every request a chance to answer something else.
 */
export interface FaultOriginOptions {
  segmentDurationSec?: number;
  /** Segments listed. */
  listSize?: number;
  segmentBytes?: number;
  /** Names and bits per second; one variant without a multivariant playlist when not given. */
  variants?: readonly { name: string; bandwidth: number }[];
  /** What happens instead, merged over the ordinary answer; undefined: nothing. */
  fault?(request: OriginRequest): Partial<RawReply> | undefined;
  /** Changes the text of a playlist. */
  rewrite?(text: string, request: OriginRequest): string;
  tls?: { key: string; cert: string };
  hostname?: string;
}

export interface OriginRequest extends RawRequest {
  kind: "multivariant" | "media" | "segment" | "other";
  variant: string;
  /** Media sequence number of a segment. */
  sequence: number | null;
  /** How many requests of this kind came before. */
  index: number;
}

export interface FaultOrigin {
  url: string;
  requests: readonly OriginRequest[];
  server: RawServer;
  count(kind: OriginRequest["kind"]): number;
  stop(): void;
}

const MEDIA = "application/vnd.apple.mpegurl";

export function openFaultOrigin(options: FaultOriginOptions = {}): FaultOrigin {
  const { segmentDurationSec = 1, listSize = 6, segmentBytes = 10_000 } = options;
  const requests: OriginRequest[] = [];
  const counts = { multivariant: 0, media: 0, segment: 0, other: 0 };
  const body = new Uint8Array(segmentBytes);
  const server = openRawServer({
    hostname: options.hostname ?? "127.0.0.1",
    ...(options.tls && { tls: options.tls }),
    answer(raw) {
      const found = classify(raw);
      const request = { ...found, index: counts[found.kind]++ };
      requests.push(request);
      const reply = ordinary(request);
      return { ...reply, ...options.fault?.(request) };
    },
  });

  function ordinary(request: OriginRequest): RawReply {
    if (request.kind === "other") return { status: 404, body: "nothing here\n" };
    if (request.kind === "segment")
      return isKept(request)
        ? { status: 200, headers: { "Content-Type": "video/mp2t" }, body }
        : { status: 404, body: "gone\n" };
    const text = request.kind === "multivariant" ? multivariant() : media();
    return {
      status: 200,
      headers: { "Content-Type": MEDIA },
      body: options.rewrite?.(text, request) ?? text,
    };
  }

  function newest(): number {
    return Math.floor(Date.now() / 1000 / segmentDurationSec) - 1;
  }

  function isKept({ sequence }: OriginRequest): boolean {
    return sequence !== null && sequence <= newest() + 1 && sequence > newest() - 3 * listSize;
  }

  function media(): string {
    return mediaPlaylist({
      segmentDurationSec,
      firstListed: newest() - listSize + 1,
      lastListed: newest(),
      uri: (n) => `seg${n}.ts`,
    });
  }

  function multivariant(): string {
    const entries = (options.variants ?? []).map(({ name, bandwidth }) => ({
      uri: `${name}/stream.m3u8`,
      bandwidth,
      averageBandwidth: bandwidth,
      width: 2 * Math.round((8 * Number.parseInt(name, 10)) / 9) || 320,
      height: Number.parseInt(name, 10) || 180,
      framerate: 30,
      codecs: "avc1.42c01f,mp4a.40.2",
    }));
    return multivariantPlaylist(entries);
  }

  const path = options.variants ? "master.m3u8" : "live/stream.m3u8";
  return {
    url: `${server.origin}/${path}`,
    requests,
    server,
    count: (kind) => counts[kind],
    stop: () => server.stop(),
  };
}

function classify(raw: RawRequest): Omit<OriginRequest, "index"> {
  const path = raw.target.split("?", 1)[0] ?? "";
  const [, variant = "", file = ""] = /^\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const sequence = /^seg(\d+)\.ts$/.exec(file)?.[1];
  const kind = kindOf(path, file, sequence !== undefined);
  return { ...raw, kind, variant, sequence: sequence === undefined ? null : Number(sequence) };
}

function kindOf(path: string, file: string, isSegment: boolean): OriginRequest["kind"] {
  if (path === "/master.m3u8") return "multivariant";
  if (file === "stream.m3u8") return "media";
  return isSegment ? "segment" : "other";
}
