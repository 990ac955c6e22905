import { join } from "node:path/posix";
import { videoCodec } from "../derive/renditions.ts";
import { multivariantPlaylist } from "../hls/playlist.ts";
import type { OriginView } from "./ffmpeg.ts";

export interface MasterOptions {
  /** H.264 profile of the stream when it is not `encoder.profile`: what the embedded source makes is always `baseline`. */
  videoProfile?: "baseline" | "main" | "high";
}

/** The multivariant playlist of an origin, whoever makes its segments. The first variant is the first of the ladder. */
export function renderMaster({ config, derived }: OriginView, options: MasterOptions = {}): string {
  const profile = options.videoProfile ?? config.encoder.profile;
  return multivariantPlaylist(
    derived.renditions.map((rendition) => ({
      uri: join(rendition.directory, config.hls.playlistName),
      bandwidth: rendition.bandwidth,
      averageBandwidth: rendition.averageBandwidth,
      width: rendition.width,
      height: rendition.height,
      framerate: config.encoder.framerate,
      codecs: `${videoCodec(profile, rendition.level)},mp4a.40.2`,
    })),
  );
}
