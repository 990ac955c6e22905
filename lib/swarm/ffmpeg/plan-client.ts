import { Failure } from "../../errors.ts";
import type { Playlist } from "../../hls/playlist-shape.ts";
import type { Host } from "../../host/host.ts";
import { probeFfmpegClientOptions } from "../../host/probe/ffmpeg-client.ts";
import { type FfmpegClient, renderFfmpegClient } from "../../render/ffmpeg-client.ts";
import type { VariantChoice } from "../../viewer/viewer-shape.ts";
import type { GeneratorSpec } from "../protocol.ts";
import { chooseFfmpegInput } from "./choose-input.ts";

export type FfmpegSpec = NonNullable<GeneratorSpec["ffmpeg"]>;

/** What the user said; program and input are found here. */
export interface FfmpegWish extends Omit<FfmpegClient, "program" | "input"> {
  url: string;
  /** What the URL answered, URIs absolute. */
  playlist: Playlist;
  variant: VariantChoice;
}

/**
 * Looks at the installed FFmpeg and makes the part of a generator's spec that is about it. Throws `Failure("ffmpeg-missing")`,
 * `("ffmpeg-unsuitable")`, and `("usage-bad-value")` for what FFmpeg cannot do.
 */
export async function planFfmpegClient(
  host: Host,
  wish: FfmpegWish,
): Promise<{ ffmpeg: FfmpegSpec; notes: string[] }> {
  const { input, streams } = chooseFfmpegInput(wish.url, wish.playlist, wish.variant);
  const program = await findFfmpeg(host);
  const known = await probeFfmpegClientOptions(host, program);
  if (known.size === 0) throw unsuitable(program);
  const { argv, notes } = renderFfmpegClient({ ...wish, program, input }, known);
  const { reconnect, reconnectDelayMaxSec } = wish;
  const ffmpeg = { argv, reconnect, reconnectDelayMaxMs: reconnectDelayMaxSec * 1000, streams };
  return { ffmpeg, notes };
}

async function findFfmpeg(host: Host): Promise<string> {
  const path = await host.which("ffmpeg");
  if (path !== undefined) return path;
  throw new Failure("ffmpeg-missing", "There is no FFmpeg on this machine for the clients.", {
    hint: "Install it (apt install ffmpeg, brew install ffmpeg), or use --engine native.",
  });
}

function unsuitable(program: string): Failure {
  return new Failure("ffmpeg-unsuitable", `${program} does not tell its options (ffmpeg -h full).`, {
    hint: "Run it by hand to see why, or use --engine native.",
  });
}
