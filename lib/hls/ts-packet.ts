import { CLOCK_WRAP } from "./time.ts";

/** MPEG-2 transport stream packets (ISO/IEC 13818-1, 2.4.3), written into one array. */

export const PACKET_BYTES = 188;
const HEADER_BYTES = 4;
/** Payload of a packet without adaptation field. */
export const PACKET_ROOM = PACKET_BYTES - HEADER_BYTES;
/** Adaptation field with a PCR and nothing else. */
export const PCR_FIELD_BYTES = 8;
/** PES header with a PTS. */
export const PES_HEADER_BYTES = 14;

export const PID = { pat: 0, pmt: 0x1000, video: 0x100, audio: 0x101 } as const;
export const STREAM_ID = { video: 0xe0, audio: 0xc0 } as const;

/** Writes packet after packet; the payload goes to `at` and ends at `packetEnd`. */
export class PacketWriter {
  readonly out: Uint8Array<ArrayBuffer>;
  /** Where the next byte goes. */
  at = 0;
  /** End of the packet that is open. */
  packetEnd = 0;

  /** Everything not written stays 0xFF, which is what filler and stuffing consist of. */
  constructor(packets: number) {
    this.out = new Uint8Array(packets * PACKET_BYTES).fill(0xff);
  }

  /** Opens a packet with payload whose first `stuffing` bytes (0..184) are an adaptation field without content. */
  open(pid: number, counter: number, isStart: boolean, stuffing: number): void {
    this.header(pid, counter, isStart, stuffing > 0);
    if (stuffing === 0) return;
    this.out[this.at] = stuffing - 1;
    if (stuffing > 1) this.out[this.at + 1] = 0;
    this.at += stuffing;
  }

  /** Opens a packet that carries a PCR (27 MHz: base × 300) and then `stuffing` more bytes of adaptation field. */
  openWithClock(
    pid: number,
    counter: number,
    clock: { base: number; isRandomAccess: boolean; isStart: boolean },
    stuffing: number,
  ): void {
    this.header(pid, counter, clock.isStart, true);
    const { out, at } = this;
    out[at] = PCR_FIELD_BYTES - 1 + stuffing;
    out[at + 1] = clock.isRandomAccess ? 0x50 : 0x10;
    const base = clock.base % CLOCK_WRAP;
    const high = Math.floor(base / 2);
    out[at + 2] = high >>> 24;
    out[at + 3] = high >>> 16;
    out[at + 4] = high >>> 8;
    out[at + 5] = high;
    out[at + 6] = ((base % 2) << 7) | 0x7e; // extension 0
    out[at + 7] = 0;
    this.at += PCR_FIELD_BYTES + stuffing;
  }

  /** PES header (2.4.3.6) with a PTS; the length is 0 (open) for video. It must fit the open packet. */
  pesHeader(streamId: number, payloadBytes: number, pts: number): void {
    const { out, at } = this;
    const length = streamId === STREAM_ID.video ? 0 : payloadBytes + PES_HEADER_BYTES - 6;
    const stamp = pts % CLOCK_WRAP;
    const low = stamp % 2 ** 30;
    out[at] = 0;
    out[at + 1] = 0;
    out[at + 2] = 1;
    out[at + 3] = streamId;
    out[at + 4] = length >> 8;
    out[at + 5] = length;
    out[at + 6] = 0x84; // data_alignment_indicator
    out[at + 7] = 0x80; // PTS only
    out[at + 8] = 5;
    out[at + 9] = 0x21 | (Math.floor(stamp / 2 ** 30) << 1);
    out[at + 10] = low >> 22;
    out[at + 11] = ((low >> 14) & 0xfe) | 1;
    out[at + 12] = low >> 7;
    out[at + 13] = ((low << 1) & 0xfe) | 1;
    this.at += PES_HEADER_BYTES;
  }

  /** Copies what fits the open packet; returns how many bytes that were. */
  copy(bytes: Uint8Array, from: number, to: number): number {
    const count = Math.min(to - from, this.packetEnd - this.at);
    this.out.set(bytes.subarray(from, from + count), this.at);
    this.at += count;
    return count;
  }

  private header(pid: number, counter: number, isStart: boolean, hasField: boolean): void {
    const { out } = this;
    const start = this.packetEnd;
    out[start] = 0x47;
    out[start + 1] = (isStart ? 0x40 : 0) | (pid >> 8);
    out[start + 2] = pid;
    out[start + 3] = (hasField ? 0x30 : 0x10) | (counter & 15);
    this.at = start + HEADER_BYTES;
    this.packetEnd = start + PACKET_BYTES;
  }
}
