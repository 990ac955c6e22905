import type { DerivedRendition } from "../derive/renditions.ts";
import { type LiveWindow, liveWindow, segmentStartMs } from "../hls/live-window.ts";
import type { Clip, Rendition } from "../hls/media.ts";
import { muxSegment, segmentBytes } from "../hls/mux.ts";
import { mediaPlaylist, multivariantPlaylist } from "../hls/playlist.ts";
import { segmentNames } from "../hls/segment-names.ts";
import type { OriginSettings } from "./media.ts";

/** One rendition whose segment n is a pure function of n. */
export interface GeneratedRendition {
  readonly name: string;
  /** Its folder, empty when there is one rendition. */
  readonly directory: string;
  nameOf(n: number): string;
  numberOf(name: string): number | undefined;
  segment(n: number): Uint8Array<ArrayBuffer>;
  /** Size of segment n without making it. */
  segmentBytes(n: number): number;
  playlist(window: LiveWindow): string;
}

export interface GeneratedSource {
  readonly renditions: readonly GeneratedRendition[];
  readonly playlistName: string;
  readonly masterPlaylist: string;
  /** Text of the multivariant playlist. */
  readonly master: string;
  window(nowMs: number): LiveWindow;
  /** Unix time in ms at which segment n is complete. */
  completeMs(n: number): number;
}

/** The embedded and the loop source: playlists and segments from the clip of each rendition, by its name. */
export function generatedSource(
  settings: Pick<OriginSettings, "config" | "derived">,
  clips: ReadonlyMap<string, Clip>,
): GeneratedSource {
  const { segmentDuration, listSize, deleteThreshold, playlistName, masterPlaylist } = settings.config.hls;
  const spec = { segmentDurationSec: segmentDuration, listSize, deleteThreshold };
  const { renditions } = settings.derived;
  return {
    renditions: renditions.map((rendition) => generated(settings, rendition, clipOf(clips, rendition))),
    playlistName,
    masterPlaylist,
    master: masterOf(settings, clips),
    window: (nowMs) => liveWindow(nowMs, spec),
    completeMs: (n) => segmentStartMs(n + 1, segmentDuration),
  };
}

function clipOf(clips: ReadonlyMap<string, Clip>, { name }: DerivedRendition): Clip {
  const clip = clips.get(name);
  if (!clip) throw new Error(`there is no clip for the rendition ${name}`);
  return clip;
}

function generated(
  { config }: Pick<OriginSettings, "config">,
  { name, directory, width, height, segmentSizeBytes }: DerivedRendition,
  clip: Clip,
): GeneratedRendition {
  const segmentDurationSec = config.hls.segmentDuration;
  const { framerate } = config.encoder;
  const rendition: Rendition = { name, width, height, framerate, segmentDurationSec, segmentSizeBytes };
  const names = segmentNames(config.hls.segmentPattern);
  return {
    name,
    directory,
    ...names,
    segment: (n) => muxSegment(rendition, clip, n),
    segmentBytes: (n) => segmentBytes(rendition, clip, n),
    playlist: ({ firstListed, lastListed }) =>
      mediaPlaylist({ segmentDurationSec, firstListed, lastListed, uri: names.nameOf }),
  };
}

/** CODECS are those of the clips: a looped or synthetic picture need not have the profile of the encoder's settings. */
function masterOf(
  { config, derived }: Pick<OriginSettings, "config" | "derived">,
  clips: ReadonlyMap<string, Clip>,
): string {
  const { playlistName } = config.hls;
  const { framerate } = config.encoder;
  return multivariantPlaylist(
    derived.renditions.map((rendition) => {
      const { directory, bandwidth, averageBandwidth, width, height } = rendition;
      const uri = directory === "" ? playlistName : `${directory}/${playlistName}`;
      const { codecs } = clipOf(clips, rendition);
      return { uri, bandwidth, averageBandwidth, width, height, framerate, codecs };
    }),
  );
}
