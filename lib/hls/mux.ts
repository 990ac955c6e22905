import type { Clip, Rendition } from "./media.ts";
import {
  AUDIO_FRAME_TICKS,
  CLOCK_WRAP,
  frameOffsetTicks,
  framesPerSegment,
  segmentStartTicks,
  segmentTicks,
} from "./time.ts";
import {
  PACKET_BYTES,
  PACKET_ROOM,
  PacketWriter,
  PCR_FIELD_BYTES,
  PES_HEADER_BYTES,
  PID,
  STREAM_ID,
} from "./ts-packet.ts";
import {
  audioBytes,
  clocksPerPicture,
  type Pictures,
  type Schedule,
  scheduleSegment,
} from "./ts-schedule.ts";
import { writeTables } from "./ts-tables.ts";

/** Start code and header of a filler data NAL unit (ITU-T H.264, 7.3.2.7); its body is 0xFF up to the stop bit. */
const FILLER_HEAD = Uint8Array.of(0, 0, 1, 12);
const FILLER_STOP = 0x80;
const SMALLEST_FILLER_BYTES = FILLER_HEAD.length + 1;
/** How long pictures and sound wait in the receiver: 0.7 s, or two pictures where those take longer. */
const PRESENTATION_DELAY_TICKS = 63_000;

interface Segment {
  readonly rendition: Rendition;
  readonly clip: Clip;
  readonly n: number;
  readonly pictures: Pictures;
  readonly schedule: Schedule;
  /** Stream time of its beginning, modulo the clock. */
  readonly start: number;
  readonly delay: number;
  readonly writer: PacketWriter;
}

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

/** Ticks from the beginning of the segment to the first frame of an audio PES. */
function audioOffset({ rendition, n, schedule }: Segment, pes: number): number {
  const frame = schedule.audioFrom[pes] as number;
  return frame * AUDIO_FRAME_TICKS - segmentStartTicks(n, rendition.segmentDurationSec);
}

/** Writes picture i with its filler; returns the next continuity counter. */
function writePicture(segment: Segment, i: number, counter: number): number {
  const { rendition, schedule, pictures, writer } = segment;
  const { bytes, starts, ends } = pictures.units;
  const from = starts[pictures.first + i] as number;
  const to = ends[pictures.first + i] as number;
  const packets = schedule.video[i] as number;
  const clocks = Math.min(clocksPerPicture(rendition), packets);
  const spare = packets * PACKET_ROOM - clocks * PCR_FIELD_BYTES - PES_HEADER_BYTES - (to - from);
  const hasFiller = spare >= SMALLEST_FILLER_BYTES;
  const stuffing = hasFiller ? 0 : spare;
  const offset = frameOffsetTicks(i, rendition);
  const next = frameOffsetTicks(i + 1, rendition);
  let read = from;
  let filler = hasFiller ? 0 : FILLER_HEAD.length;
  for (let j = 0; j < packets; j++) {
    const stuff = j === packets - 1 ? stuffing : 0;
    const isClock = Math.floor((j * clocks) / packets) !== Math.floor(((j - 1) * clocks) / packets);
    if (isClock) {
      const base = segment.start + offset + Math.floor(((next - offset) * j) / packets);
      writer.openWithClock(
        PID.video,
        counter + j,
        { base, isStart: j === 0, isRandomAccess: i + j === 0 },
        stuff,
      );
    } else writer.open(PID.video, counter + j, false, stuff);
    if (j === 0) writer.pesHeader(STREAM_ID.video, 0, segment.start + offset + segment.delay);
    if (read < to) read += writer.copy(bytes, read, to);
    if (read === to && filler < FILLER_HEAD.length)
      filler += writer.copy(FILLER_HEAD, filler, FILLER_HEAD.length);
  }
  if (hasFiller) writer.out[writer.packetEnd - 1] = FILLER_STOP;
  return counter + packets;
}

/** Writes one audio PES, its bytes spread evenly over its packets; returns the next continuity counter. */
function writeAudio(segment: Segment, pes: number, counter: number): number {
  const { schedule, writer, clip } = segment;
  const end = schedule.audioFrom[pes + 1] as number;
  const packets = schedule.audio[pes] as number;
  let frame = schedule.audioFrom[pes] as number;
  const payload = audioBytes(clip, frame, end);
  const total = payload + PES_HEADER_BYTES;
  const pts = segment.start + audioOffset(segment, pes) + segment.delay;
  let read = 0;
  for (let j = 0; j < packets; j++) {
    const room = Math.floor((total * (j + 1)) / packets) - Math.floor((total * j) / packets);
    writer.open(PID.audio, counter + j, j === 0, PACKET_ROOM - room);
    if (j === 0) writer.pesHeader(STREAM_ID.audio, payload, pts);
    while (frame < end && writer.at < writer.packetEnd) {
      const piece = clip.audioPiece(frame);
      const start = clip.audio.starts[piece] as number;
      const stop = clip.audio.ends[piece] as number;
      read += writer.copy(clip.audio.bytes, start + read, stop);
      if (start + read < stop) continue;
      frame++;
      read = 0;
    }
  }
  return counter + packets;
}
