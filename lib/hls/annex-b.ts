import { NAL } from "./h264-nal.ts";
import type { Pieces } from "./media.ts";
import { bad, good, type Parsed } from "./parsed.ts";

/** The access units of an H.264 byte stream. */
export interface AnnexB {
  /** From delimiter to delimiter, without the filler at their ends. */
  readonly units: Pieces;
  /** 1 where the unit holds an IDR picture. */
  readonly isKey: Uint8Array;
  /** profile_idc, constraint flags and level_idc of the first SPS. */
  readonly profile: readonly [number, number, number];
}

/** Offsets are 32 bits. */
const LARGEST_BYTES = 2 ** 32;
const NAL_TYPE = 0x1f;
/** slice_type of B slices (ITU-T H.264 table 7-6). */
const B_SLICES = [1, 6];

/**
 * Finds the access units of an Annex B stream in which each begins with a delimiter (`-x264-params aud=1`).
 * Copies nothing: a memory-mapped file stays where it is.
 */
export function indexAnnexB(bytes: Uint8Array): Parsed<AnnexB> {
  if (bytes.length >= LARGEST_BYTES) return bad(`video: ${bytes.length} bytes; a clip must be below 4 GiB`);
  const scan = new UnitScan();
  let nal = nextNal(bytes, 0);
  if (nal.start !== 0)
    return bad("video: no start code at byte 0; an H.264 stream in Annex B format is needed");
  while (nal.start < bytes.length) {
    const next = nextNal(bytes, nal.header);
    const problem = scan.take(bytes, nal, next.start);
    if (problem !== null) return bad(`video: byte ${nal.start}: ${problem}`);
    nal = next;
  }
  return scan.finish(bytes);
}

interface NalAt {
  /** Offset of its start code, zero_byte included. */
  start: number;
  /** Offset of its first byte. */
  header: number;
}

/** The first NAL unit that begins at or after the offset; past the end if there is none. */
function nextNal(bytes: Uint8Array, from: number): NalAt {
  for (let one = bytes.indexOf(1, from + 2); one !== -1; one = bytes.indexOf(1, one + 1)) {
    if (bytes[one - 1] !== 0 || bytes[one - 2] !== 0 || one + 1 === bytes.length) continue;
    const hasZeroByte = one - 3 >= from && bytes[one - 3] === 0;
    return { start: hasZeroByte ? one - 3 : one - 2, header: one + 1 };
  }
  return { start: bytes.length, header: bytes.length };
}

class UnitScan {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly keys: number[] = [];
  private profile: [number, number, number] | null = null;

  /** Adds the NAL unit that ends at `end`; returns what is wrong with it. */
  take(bytes: Uint8Array, nal: NalAt, end: number): string | null {
    const type = (bytes[nal.header] as number) & NAL_TYPE;
    if (type === NAL.delimiter) {
      this.starts.push(nal.start);
      this.ends.push(end);
      this.keys.push(0);
      return null;
    }
    const unit = this.starts.length - 1;
    if (unit < 0) return "no access unit delimiter; encode with -x264-params aud=1";
    if (type === NAL.sps) this.profile ??= profileAt(bytes, nal.header + 1);
    if (type === NAL.idr) this.keys[unit] = 1;
    if (type === NAL.slice && isBSlice(bytes[nal.header + 1])) {
      return `picture ${unit} has B slices; encode with -bf 0`;
    }
    if (type !== NAL.filler) this.ends[unit] = end;
    return null;
  }

  finish(bytes: Uint8Array): Parsed<AnnexB> {
    if (this.profile === null) return bad("video: no sequence parameter set");
    const units = { bytes, starts: Uint32Array.from(this.starts), ends: Uint32Array.from(this.ends) };
    return good({ units, isKey: Uint8Array.from(this.keys), profile: this.profile });
  }
}

function profileAt(bytes: Uint8Array, at: number): [number, number, number] {
  return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
}

/** Whether the slice that is first in its picture (first_mb_in_slice 0, one bit) is a B slice. */
function isBSlice(first: number | undefined): boolean {
  if (first === undefined || first < 0x80) return false;
  const rest = (first << 1) & 0xff;
  const zeros = Math.clz32(rest) - 24;
  return zeros < 4 && B_SLICES.includes((rest >> (7 - 2 * zeros)) - 1);
}
