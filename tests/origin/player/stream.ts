import { CONTENT_TYPES } from "../../../lib/derive/http.ts";
import { liveWindow } from "../../../lib/hls/live-window.ts";
import { muxSegment } from "../../../lib/hls/mux.ts";
import { mediaPlaylist, multivariantPlaylist } from "../../../lib/hls/playlist.ts";
import { playerAssets } from "../../../lib/origin/player/assets.ts";
import { LADDER, synthetic } from "../../support/ladder.ts";

/** The window of the default profile. */
export const WINDOW = { segmentDurationSec: 2, listSize: 10, deleteThreshold: 5 };
export const WINDOW_SEC = WINDOW.segmentDurationSec * WINDOW.listSize;

const RUNGS = LADDER.filter(({ name }) => name === "720p" || name === "360p").map((rung) => ({
  ...rung,
  ...synthetic({ ...rung, framerate: 30, segmentDurationSec: WINDOW.segmentDurationSec }),
}));

export interface Stream extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
  /** While it is gone, playlists and segments answer 404. */
  gone: boolean;
  /** While set, the playlist ends with the segment of that moment (Unix ms). */
  frozenAt: number | null;
}

/** The player page over a live ladder of two rungs: page and media are the real ones, the server is the least that serves them. */
export function openStream(): Stream {
  const assets = playerAssets();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      const asset = assets[pathname];
      if (asset) return new Response(asset.body, { headers: { "Content-Type": asset.type } });
      const body = stream.gone ? undefined : media(pathname, stream.frozenAt ?? Date.now());
      return body ?? new Response("not here\n", { status: 404 });
    },
  });
  const stream: Stream = {
    url: server.url.href,
    gone: false,
    frozenAt: null,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
  return stream;
}

function media(path: string, nowMs: number): Response | undefined {
  if (path === "/master.m3u8") return playlist(multivariantPlaylist(RUNGS.map(entry)));
  const [, name, file] = path.split("/");
  const rung = RUNGS.find((each) => each.name === name);
  if (!rung) return undefined;
  if (file === "stream.m3u8") {
    const uri = (n: number) => `seg${n}.ts`;
    return playlist(mediaPlaylist({ ...WINDOW, ...liveWindow(nowMs, WINDOW), uri }));
  }
  const bytes = muxSegment(rung.rendition, rung.clip, Number(/\d+/.exec(file ?? "")));
  return new Response(bytes, { headers: { "Content-Type": CONTENT_TYPES.ts } });
}

function playlist(text: string): Response {
  return new Response(text, { headers: { "Content-Type": CONTENT_TYPES.m3u8, "Cache-Control": "no-store" } });
}

function entry({ name, width, height, kbps, clip }: (typeof RUNGS)[number]) {
  const bandwidth = kbps * 1000;
  const uri = `${name}/stream.m3u8`;
  return {
    uri,
    bandwidth,
    averageBandwidth: bandwidth,
    width,
    height,
    framerate: 30,
    codecs: clip.codecs,
  };
}
