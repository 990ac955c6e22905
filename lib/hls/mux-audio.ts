import type { Segment } from "./mux-segment.ts";
import { AUDIO_FRAME_TICKS, segmentStartTicks } from "./time.ts";
import { PACKET_ROOM, PES_HEADER_BYTES, PID, STREAM_ID } from "./ts-packet.ts";
import { audioBytes } from "./ts-schedule.ts";

/** Ticks from the beginning of the segment to the first frame of an audio PES. */
export function audioOffset({ rendition, n, schedule }: Segment, pes: number): number {
  const frame = schedule.audioFrom[pes] as number;
  return frame * AUDIO_FRAME_TICKS - segmentStartTicks(n, rendition.segmentDurationSec);
}

/** Writes one audio PES, its bytes spread evenly over its packets; returns the next continuity counter. */
export function writeAudio(segment: Segment, pes: number, counter: number): number {
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
