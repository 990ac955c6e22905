import { indexAdts } from "./adts.ts";
import type { Clip } from "./media.ts";
import { TONE_BASE64 } from "./tone.ts";

/** Hertz of the only tone there is. */
export const SYNTH_TONE_HZ = 1000;

/** The audio half of a synthetic clip: frame k of an endless 1 kHz tone. */
export function tone(): Pick<Clip, "audio" | "audioPiece"> {
  const frames = indexAdts(Uint8Array.fromBase64(TONE_BASE64));
  if (!frames.ok) throw new Error(frames.problem);
  const audio = frames.value;
  return { audio, audioPiece: (k) => k % audio.starts.length };
}
