import { Failure } from "../../errors.ts";
import type { Playlist } from "../../hls/playlist-shape.ts";
import type { FfmpegInput } from "../../render/ffmpeg-client.ts";
import { chooseProgrammes, listProgrammes } from "../../viewer/choose-variants.ts";
import { ONLY_VARIANT } from "../../viewer/variant-labels.ts";
import type { VariantChoice } from "../../viewer/viewer-shape.ts";

export interface FfmpegChoice {
  input: FfmpegInput;
  /** Labels and playlists of what is played, for the log to be understood. */
  streams: { label: string; url: string }[];
}

/**
 * What FFmpeg has to open for a choice of variants; `playlist` is what the URL answered, with absolute URIs. One variant is
 * given by its own URL: with the multivariant playlist FFmpeg would begin with two segments of every variant. One with alternate
 * audio is taken as a program of the multivariant playlist, whose numbers are the places of the variants in it.
 * Throws `Failure("usage-bad-value")` for `adaptive`.
 */
export function chooseFfmpegInput(url: string, playlist: Playlist, choice: VariantChoice): FfmpegChoice {
  if (choice === "adaptive") throw refuseAdaptive();
  const whole = { url, program: null };
  if (playlist.kind === "media") return { input: whole, streams: [{ label: ONLY_VARIANT, url }] };
  const all = listProgrammes(playlist);
  const chosen = chooseProgrammes(all, choice, 0);
  const streams = chosen.map(({ label, url: own }) => ({ label, url: own }));
  const [only] = chosen;
  if (choice === "all" || !only) return { input: whole, streams };
  if (!only.audio) return { input: { url: only.url, program: null }, streams };
  const program = playlist.variants.findIndex(({ uri }) => uri === only.url);
  return { input: { url, program }, streams };
}

function refuseAdaptive(): Failure {
  return new Failure("usage-bad-value", "FFmpeg clients cannot switch variants (--variant adaptive).", {
    hint: "Use --engine native, or --variant all, highest, lowest or first.",
  });
}
