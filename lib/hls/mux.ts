import type { Clip, Rendition } from "./media.ts";
import { audioOffset, writeAudio } from "./mux-audio.ts";
import { writePicture } from "./mux-picture.ts";
import type { Segment } from "./mux-segment.ts";
import { CLOCK_WRAP, frameOffsetTicks, framesPerSegment, segmentStartTicks, segmentTicks } from "./time.ts";
import { PACKET_BYTES, PacketWriter } from "./ts-packet.ts";
import { scheduleSegment } from "./ts-schedule.ts";
import { writeTables } from "./ts-tables.ts";

/** How long pictures and sound wait in the receiver: 0.7 s, or two pictures where those take longer. */
const PRESENTATION_DELAY_TICKS = 63_000;

/**
 * Segment n as an MPEG-2 transport stream: PAT, PMT, one PES per picture with a PCR each, audio in between, and filler NAL
 * units up to `rendition.segmentSizeBytes` (within half a packet; larger if the content is: see `segmentBytes`). Timestamps
 * and continuity counters run on from segment n − 1 whether or not anyone ever made it.
 */
export function muxSegment(rendition: Rendition, clip: Clip, n: number): Uint8Array<ArrayBuffer> {
  const segment = openSegment(rendition, clip, n);
  const { writer, schedule } = segment;
  const frames = framesPerSegment(rendition);
  const counters = { video: schedule.videoCounter, audio: 0 };
  let pes = 0;
  writeTables(writer, n);
  for (let i = 0; i < frames; i++) {
    counters.video = writePicture(segment, i, counters.video);
    const until = i + 1 < frames ? frameOffsetTicks(i + 1, rendition) : Number.POSITIVE_INFINITY;
    while (pes < schedule.audio.length && audioOffset(segment, pes) < until) {
      counters.audio = writeAudio(segment, pes++, counters.audio);
    }
  }
  return writer.out;
}

/** Bytes segment n will have: more than `segmentSizeBytes` only if the content alone is. */
export function segmentBytes(rendition: Rendition, clip: Clip, n: number): number {
  return scheduleSegment(rendition, clip, n, clip.video(n)).packets * PACKET_BYTES;
}

function openSegment(rendition: Rendition, clip: Clip, n: number): Segment {
  const pictures = clip.video(n);
  const schedule = scheduleSegment(rendition, clip, n, pictures);
  const picture = segmentTicks(rendition.segmentDurationSec) / framesPerSegment(rendition);
  return {
    rendition,
    clip,
    n,
    pictures,
    schedule,
    start: segmentStartTicks(n, rendition.segmentDurationSec) % CLOCK_WRAP,
    delay: Math.max(PRESENTATION_DELAY_TICKS, Math.ceil(2 * picture)),
    writer: new PacketWriter(schedule.packets),
  };
}
