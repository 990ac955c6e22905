import { type PacketWriter, PID } from "./ts-packet.ts";

/** stream_type (ISO/IEC 13818-1, table 2-34): H.264, and AAC with ADTS headers. */
const TYPE_AVC = 0x1b;
const TYPE_ADTS = 0x0f;
const PROGRAM = 1;
/** transport_stream_id, version 0, current. */
const TABLE_HEAD = [0x00, 0x01, 0xc1, 0x00, 0x00];

/** Program association and program map section, each with its CRC. */
const PAT = section(0x00, [...TABLE_HEAD, 0x00, PROGRAM, ...pidBytes(PID.pmt)]);
const PMT = section(0x02, [
  ...TABLE_HEAD,
  ...pidBytes(PID.video), // PCR_PID
  0xf0,
  0x00, // program_info_length
  ...elementaryStream(TYPE_AVC, PID.video),
  ...elementaryStream(TYPE_ADTS, PID.audio),
]);

/** PAT and PMT: one packet each. */
export const TABLE_PACKETS = 2;

/** Writes PAT and PMT; `counter` is the continuity counter of both. */
export function writeTables(writer: PacketWriter, counter: number): void {
  for (const [pid, table] of [[PID.pat, PAT] as const, [PID.pmt, PMT] as const]) {
    writer.open(pid, counter, true, 0);
    writer.copy(table, 0, table.length);
  }
}

function pidBytes(pid: number): [number, number] {
  return [0xe0 | (pid >> 8), pid & 0xff];
}

function elementaryStream(type: number, pid: number): number[] {
  return [type, ...pidBytes(pid), 0xf0, 0x00];
}

/** pointer_field, table_id, length, body, CRC. What follows in the packet is stuffing (2.4.4). */
function section(tableId: number, body: readonly number[]): Uint8Array {
  const length = body.length + 4;
  const covered = [tableId, 0xb0 | (length >> 8), length & 0xff, ...body];
  const crc = crc32(covered);
  return Uint8Array.of(0, ...covered, crc >>> 24, crc >>> 16, crc >>> 8, crc);
}

/** CRC of annex A: polynomial 0x04C11DB7, initially all ones, not reflected, not inverted. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 || crc >= 2 ** 31 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
