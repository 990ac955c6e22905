import { levelIdc } from "../../../lib/derive/level.ts";
import { synthClip } from "../../../lib/hls/synth.ts";
import { generatedMedia } from "../../../lib/origin/generated-media.ts";
import { generatedSource } from "../../../lib/origin/generated-source.ts";
import type { MediaProvider } from "../../../lib/origin/media.ts";
import { playerAssets } from "../../../lib/origin/player/assets.ts";
import { serveOrigin } from "../../../lib/origin/serve.ts";
import { embeddedRegistry, lookupProfile } from "../../../lib/registry/registry.ts";
import { type ResolvedOrigin, resolveOrigin } from "../../../lib/resolve.ts";
import type { Table } from "../../../lib/schema/table.ts";

/** The player page over the embedded origin, with a few ways to spoil it. */
export interface Stream extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
  /** While it is gone, playlists and segments answer 404. */
  gone: boolean;
  /** While set, the stream stays as it was at that moment (Unix ms). */
  frozenAt: number | null;
}

/** Serves the default profile with these settings. */
export function openStream(settings: Table): Stream {
  const registry = embeddedRegistry("origin");
  const layer = { label: "test", table: settings };
  const resolved = resolveOrigin(registry, lookupProfile(registry, "default"), [layer]);
  const media = generatedMedia(generatedSource(resolved, clips(resolved)), Date.now());
  const lookup: MediaProvider["lookup"] = (path, nowMs) =>
    stream.gone ? undefined : media.lookup(path, stream.frozenAt ?? nowMs);
  const server = serveOrigin({
    settings: resolved,
    media: { ...media, lookup },
    assets: playerAssets(resolved.config.hls.masterPlaylist),
    build: { version: "0.0.0", commit: "test" },
    bind: "127.0.0.1",
    port: 0,
  });
  const stream: Stream = {
    url: `http://127.0.0.1:${server.port}/`,
    gone: false,
    frozenAt: null,
    [Symbol.asyncDispose]: () => server.stop(0),
  };
  return stream;
}

function clips({ config, derived }: ResolvedOrigin) {
  const { framerate } = config.encoder;
  const cadence = { framerate, segmentDurationSec: config.hls.segmentDuration };
  return new Map(
    derived.renditions.map(({ name, width, height, level }) => {
      const picture = { width, height, levelIdc: levelIdc(level), pattern: "smptebars" as const };
      return [name, synthClip({ ...picture, ...cadence, label: name.toUpperCase() })];
    }),
  );
}
