import type { Segment } from "./mux-segment.ts";
import { frameOffsetTicks } from "./time.ts";
import { PACKET_ROOM, PCR_FIELD_BYTES, PES_HEADER_BYTES, PID, STREAM_ID } from "./ts-packet.ts";
import { clocksPerPicture } from "./ts-schedule.ts";

/** Start code and header of a filler data NAL unit (ITU-T H.264, 7.3.2.7); its body is 0xFF up to the stop bit. */
const FILLER_HEAD = Uint8Array.of(0, 0, 1, 12);
const FILLER_STOP = 0x80;
const SMALLEST_FILLER_BYTES = FILLER_HEAD.length + 1;
/** One picture in its packets. */
interface Span {
  /** Bytes [from, to) of the clip. */
  readonly from: number;
  readonly to: number;
  readonly packets: number;
  /** How many of the packets carry a PCR. */
  readonly clocks: number;
  /** Whether a filler NAL unit takes the room the picture leaves; if that is too small for one, it is stuffing. */
  readonly hasFiller: boolean;
  readonly stuffing: number;
  /** Ticks from the beginning of the segment, and until the next picture. */
  readonly offset: number;
  readonly ticks: number;
}

function spanOf({ rendition, schedule, pictures }: Segment, i: number): Span {
  const from = pictures.units.starts[pictures.first + i] as number;
  const to = pictures.units.ends[pictures.first + i] as number;
  const packets = schedule.video[i] as number;
  const clocks = Math.min(clocksPerPicture(rendition), packets);
  const room = packets * PACKET_ROOM - clocks * PCR_FIELD_BYTES - PES_HEADER_BYTES;
  const spare = room - (to - from);
  const hasFiller = spare >= SMALLEST_FILLER_BYTES;
  const offset = frameOffsetTicks(i, rendition);
  const ticks = frameOffsetTicks(i + 1, rendition) - offset;
  return { from, to, packets, clocks, hasFiller, stuffing: hasFiller ? 0 : spare, offset, ticks };
}

/** Writes picture i with its filler; returns the next continuity counter. */
export function writePicture(segment: Segment, i: number, counter: number): number {
  const { pictures, writer } = segment;
  const span = spanOf(segment, i);
  let read = span.from;
  let filler = span.hasFiller ? 0 : FILLER_HEAD.length;
  for (let j = 0; j < span.packets; j++) {
    openPicturePacket(segment, span, j, counter + j);
    if (j === 0) writer.pesHeader(STREAM_ID.video, 0, segment.start + span.offset + segment.delay);
    if (read < span.to) read += writer.copy(pictures.units.bytes, read, span.to);
    if (read === span.to && filler < FILLER_HEAD.length) {
      filler += writer.copy(FILLER_HEAD, filler, FILLER_HEAD.length);
    }
  }
  if (span.hasFiller) writer.out[writer.packetEnd - 1] = FILLER_STOP;
  return counter + span.packets;
}

/** Opens packet j of a picture; the clock runs evenly over the packets, so that no byte comes after its time. */
function openPicturePacket({ writer, start }: Segment, span: Span, j: number, counter: number): void {
  const { packets, clocks, offset, ticks } = span;
  const stuffing = j === packets - 1 ? span.stuffing : 0;
  const hasClock = Math.floor((j * clocks) / packets) !== Math.floor(((j - 1) * clocks) / packets);
  if (!hasClock) {
    writer.open(PID.video, counter, false, stuffing);
    return;
  }
  const base = start + offset + Math.floor((ticks * j) / packets);
  const isRandomAccess = offset === 0 && j === 0;
  writer.openWithClock(PID.video, counter, { base, isStart: j === 0, isRandomAccess }, stuffing);
}
