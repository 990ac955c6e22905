import { parsePlaylist } from "../../../lib/hls/parse-playlist.ts";
import { bunHost } from "../../../lib/host/bun.ts";
import { openReactor } from "../../../lib/net/open-reactor.ts";
import { Measurements } from "../../../lib/stats/totals.ts";
import { openFfmpegEngine } from "../../../lib/swarm/ffmpeg/engine.ts";
import { type FfmpegWish, planFfmpegClient } from "../../../lib/swarm/ffmpeg/plan-client.ts";
import type { GeneratorSpec } from "../../../lib/swarm/protocol.ts";
import { absolute } from "../../../lib/viewer/absolute.ts";

export async function specOf(url: string, wish: Partial<FfmpegWish> = {}): Promise<GeneratorSpec> {
  const parsed = parsePlaylist(await (await fetch(url)).text());
  if (!parsed.ok) throw new Error(parsed.problem);
  const { ffmpeg } = await planFfmpegClient(bunHost, {
    url,
    playlist: absolute(parsed.value, url),
    variant: "all",
    userAgent: "hlsctl/test (client-%ID%)",
    headers: [],
    noCache: false,
    insecure: false,
    caFile: null,
    resolve: {},
    reconnect: true,
    reconnectDelayMaxSec: 1,
    segMaxRetry: 1,
    timeoutMs: 3000,
    ...wish,
  });
  return {
    engine: "ffmpeg",
    load: null,
    share: { index: 0, of: 1 },
    viewer: {
      url,
      urlKind: "multivariant",
      variant: wish.variant ?? "all",
      segMaxRetry: 1,
      reconnect: true,
      reconnectDelayMaxMs: 1000,
      timeoutMs: 3000,
      bufferSec: 30,
      decrypt: false,
      lowLatency: false,
      verify: false,
    },
    http: { userAgent: "", headers: [], noCache: false, insecure: false, ca: null, resolve: {} },
    net: "bun",
    ffmpeg,
  };
}

/** An engine on a running reactor. */
export function runEngine(spec: GeneratorSpec) {
  const reactor = openReactor("bun");
  const running = reactor.run();
  const measurements = new Measurements();
  const notes: string[] = [];
  const engine = openFfmpegEngine(spec, reactor, measurements, (text) => void notes.push(text));
  return {
    engine,
    measurements,
    notes,
    async [Symbol.asyncDispose]() {
      await engine.close();
      reactor.stop();
      await running;
    },
  };
}
