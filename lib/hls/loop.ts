import { indexAdts } from "./adts.ts";
import { type AnnexB, indexAnnexB } from "./annex-b.ts";
import { avcCodec } from "./h264-params.ts";
import type { Clip, Pieces } from "./media.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { AUDIO_FRAME_TICKS, audioFrameFrom, framesPerSegment, segmentTicks } from "./time.ts";

export interface LoopSpec {
  framerate: number;
  segmentDurationSec: number;
  /** Audio frames to leave out at the beginning, such as an encoder's priming (FFmpeg's AAC: 1). 0 if not given. */
  audioSkipFrames?: number;
}

export interface LoopClip extends Clip {
  /** Whole segments in the clip: after these it begins again. */
  readonly segments: number;
}

/**
 * An encoded clip that loops for ever. `video` is Annex B with delimiters, no B-frames and an IDR picture at the beginning
 * of every segment; `audio` is ADTS at 48 kHz. Neither is copied. Segment n shows segment n mod S of the clip; the audio stays on
 * the global grid of 1920 ticks, so that timestamps have no gap at the seam whatever the length of the loop.
 * Pictures after the last whole segment are not used.
 */
export function loopClip(video: Uint8Array, audio: Uint8Array, spec: LoopSpec): Parsed<LoopClip> {
  const pictures = indexAnnexB(video);
  if (!pictures.ok) return pictures;
  const sound = indexAdts(audio);
  if (!sound.ok) return sound;
  const frames = framesPerSegment(spec);
  const segments = Math.floor(pictures.value.units.starts.length / frames);
  const problem = findSegmentProblem(pictures.value, frames, segments);
  if (problem !== null) return bad(problem);
  const skip = spec.audioSkipFrames ?? 0;
  if (skip >= sound.value.starts.length)
    return bad(`audio: ${sound.value.starts.length} frames, none after ${skip}`);
  const loopTicks = segments * segmentTicks(spec.segmentDurationSec);
  return good({
    segments,
    codecs: `${avcCodec(...pictures.value.profile)},mp4a.40.2`,
    video: (n) => ({ units: pictures.value.units, first: (n % segments) * frames }),
    audio: sound.value,
    audioPiece: audioLoop(sound.value, loopTicks, skip),
  });
}

function findSegmentProblem({ units, isKey }: AnnexB, frames: number, segments: number): string | null {
  if (segments === 0) {
    return `video: ${units.starts.length} pictures are less than one segment of ${frames}; encode a longer clip`;
  }
  for (let s = 0; s < segments; s++) {
    if (isKey[s * frames] === 1) continue;
    return `video: picture ${s * frames} begins a segment and is not an IDR picture; encode with -g ${frames} -keyint_min ${frames} -sc_threshold 0`;
  }
  return null;
}

/** Frame k lies in loop L from the frame that begins at or after L × loopTicks; a clip that is too short repeats. */
function audioLoop(sound: Pieces, loopTicks: number, skip: number): (k: number) => number {
  const count = sound.starts.length - skip;
  return (k) => {
    const ticks = k * AUDIO_FRAME_TICKS;
    const loopStart = ticks - (ticks % loopTicks);
    return skip + ((k - audioFrameFrom(loopStart)) % count);
  };
}
