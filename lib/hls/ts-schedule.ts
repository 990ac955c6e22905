import type { Clip, Pieces, Rendition } from "./media.ts";
import { audioFramesOf, framesPerSegment, segmentTicks } from "./time.ts";
import { PACKET_BYTES, PACKET_ROOM, PCR_FIELD_BYTES, PES_HEADER_BYTES } from "./ts-packet.ts";
import { TABLE_PACKETS } from "./ts-tables.ts";

/**
 * How many packets everything in segment n gets. Continuity counters are four bits, so if the packets of a PID
 * agree modulo 16 in all segments, the counter at the beginning of segment n is a function of n alone:
 * audio always takes a multiple of 16, the tables two, and video the rest of the nominal size.
 */
export interface Schedule {
  /** Packets of each picture. */
  readonly video: Uint32Array;
  /** Packets of each audio PES. */
  readonly audio: Uint32Array;
  /** First frame of each audio PES, and one past the last frame. */
  readonly audioFrom: readonly number[];
  /** Continuity counter of the first video packet. */
  readonly videoCounter: number;
  /** Of the whole segment. */
  readonly packets: number;
}

/** Access units of a segment: picture i is piece `first + i`. */
export interface Pictures {
  readonly units: Pieces;
  readonly first: number;
}

/** Audio frames in one PES: a tenth of a second. */
const FRAMES_PER_PES = 5;
const COUNTERS = 16;
/** ISO/IEC 13818-1, 2.7.2: a PCR at least every 100 ms; 90 leaves room for the length of a packet. */
const CLOCK_INTERVAL_TICKS = 8100;

/** Plans segment n: nominal size if the content fits, otherwise the next size that keeps the counters. */
export function scheduleSegment(rendition: Rendition, clip: Clip, n: number, pictures: Pictures): Schedule {
  const nominal = Math.round(rendition.segmentSizeBytes / PACKET_BYTES) - TABLE_PACKETS;
  const audioFrom = groupAudio(rendition, n);
  const audio = scheduleAudio(clip, audioFrom);
  const audioPackets = sum(audio);
  const video = scheduleVideo(neededPackets(rendition, pictures), nominal - audioPackets);
  return {
    video,
    audio,
    audioFrom,
    videoCounter: modulo(n * modulo(nominal, COUNTERS), COUNTERS),
    packets: TABLE_PACKETS + audioPackets + sum(video),
  };
}

/** PCRs in each picture: one, or more where pictures last longer than the PCR interval. */
export function clocksPerPicture(rendition: Rendition): number {
  return Math.ceil(
    segmentTicks(rendition.segmentDurationSec) / framesPerSegment(rendition) / CLOCK_INTERVAL_TICKS,
  );
}

function groupAudio(rendition: Rendition, n: number): number[] {
  const { first, end } = audioFramesOf(n, rendition.segmentDurationSec);
  const from: number[] = [];
  for (let k = first; k < end; k += FRAMES_PER_PES) from.push(k);
  return [...from, end];
}

/** Packets of each PES; what is missing to a multiple of 16 is spread over all of them. */
function scheduleAudio(clip: Clip, audioFrom: readonly number[]): Uint32Array {
  const packets = new Uint32Array(audioFrom.length - 1);
  for (let g = 0; g < packets.length; g++) {
    const bytes = PES_HEADER_BYTES + audioBytes(clip, audioFrom[g] as number, audioFrom[g + 1] as number);
    packets[g] = Math.ceil(bytes / PACKET_ROOM);
  }
  const missing = modulo(-sum(packets), COUNTERS);
  for (let g = 0; g < packets.length; g++) {
    const share =
      Math.floor((missing * (g + 1)) / packets.length) - Math.floor((missing * g) / packets.length);
    packets[g] = (packets[g] as number) + share;
  }
  return packets;
}

/** Bytes of the audio frames [from, to). */
export function audioBytes(clip: Clip, from: number, to: number): number {
  let bytes = 0;
  for (let k = from; k < to; k++) {
    const piece = clip.audioPiece(k);
    bytes += (clip.audio.ends[piece] as number) - (clip.audio.starts[piece] as number);
  }
  return bytes;
}

/** The least packets each picture of the segment can have. */
function neededPackets(rendition: Rendition, { units, first }: Pictures): Uint32Array {
  const overhead = PES_HEADER_BYTES + PCR_FIELD_BYTES * clocksPerPicture(rendition);
  return Uint32Array.from({ length: framesPerSegment(rendition) }, (_, i) => {
    const bytes = (units.ends[first + i] as number) - (units.starts[first + i] as number);
    return Math.ceil((bytes + overhead) / PACKET_ROOM);
  });
}

/** Spreads the total evenly over the pictures; a picture that needs more takes it from the following ones. */
function scheduleVideo(needed: Uint32Array, nominal: number): Uint32Array {
  let left = sum(needed);
  const missing = Math.max(0, left - nominal);
  const total = nominal + COUNTERS * Math.ceil(missing / COUNTERS);
  const packets = new Uint32Array(needed.length);
  let used = 0;
  for (const [i, need] of needed.entries()) {
    left -= need;
    const even = Math.round((total * (i + 1)) / needed.length) - used;
    const share = Math.min(Math.max(need, even), total - used - left);
    packets[i] = share;
    used += share;
  }
  return packets;
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Never negative, unlike `%`. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
