import type { Pieces } from "./media.ts";
import { bad, good, type Parsed } from "./parsed.ts";

const HEADER_BYTES = 7;
/** Frames of an AAC stream are rarely below 32 bytes; the first guess at how many there are. */
const TYPICAL_FRAME_BYTES = 64;
/** sampling_frequency_index (ISO/IEC 14496-3, table 1.18). */
const INDEX_48_KHZ = 3;
const SAMPLE_RATES = [96, 88.2, 64, 48, 44.1, 32, 24, 22.05, 16, 12, 11.025, 8, 7.35];
/** audio_object_type − 1 of AAC-LC. */
const PROFILE_LC = 1;

/** Finds the frames of a raw ADTS file (ISO/IEC 13818-7, 6.2): AAC-LC at 48 kHz, 1024 samples a frame. */
export function indexAdts(bytes: Uint8Array): Parsed<Pieces> {
  let starts = new Uint32Array(Math.ceil(bytes.length / TYPICAL_FRAME_BYTES) + 16);
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = frameLength(bytes, at);
    if (typeof length === "string") return bad(`audio: byte ${at}: ${length}`);
    if (count === starts.length) starts = grown(starts);
    starts[count++] = at;
    at += length;
  }
  if (count === 0) return bad("audio: the file is empty; it must hold AAC-LC frames with ADTS headers");
  const ends = new Uint32Array(count);
  ends.set(starts.subarray(1, count));
  ends[count - 1] = at;
  return good({ bytes, starts: starts.subarray(0, count), ends });
}

/** Length of the frame at the offset, or what is wrong with it. */
function frameLength(bytes: Uint8Array, at: number): number | string {
  if (at + HEADER_BYTES > bytes.length) return "the last ADTS header is cut off";
  const [sync, flags, format, layout, middle, tail, blocks] = bytes.subarray(at, at + HEADER_BYTES);
  if (sync !== 0xff || ((flags ?? 0) & 0xf6) !== 0xf0)
    return "no ADTS sync word (0xFFF) where a frame must begin";
  const rateIndex = ((format ?? 0) >> 2) & 0xf;
  if (rateIndex !== INDEX_48_KHZ) {
    return `sample rate ${SAMPLE_RATES[rateIndex] ?? "unknown"} kHz; encode the audio at 48 kHz`;
  }
  if ((format ?? 0) >> 6 !== PROFILE_LC) return "not AAC-LC; encode the audio with the LC profile";
  if (((blocks ?? 0) & 3) !== 0) return "more than one AAC block in an ADTS frame; one is needed";
  const length = (((layout ?? 0) & 3) << 11) | ((middle ?? 0) << 3) | ((tail ?? 0) >> 5);
  if (length <= HEADER_BYTES) return `an ADTS frame of ${length} bytes`;
  if (at + length > bytes.length)
    return `the last ADTS frame is cut off (${at + length - bytes.length} bytes missing)`;
  return length;
}

function grown(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(2 * starts.length);
  bigger.set(starts);
  return bigger;
}
