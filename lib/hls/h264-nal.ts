/** NAL units in the byte stream format of ITU-T H.264 Annex B. */

/** nal_unit_type (table 7-1) of the units that are written or looked for. */
export const NAL = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9, filler: 12 } as const;

/** First byte of a NAL unit: nal_ref_idc 3 for what others depend on, 0 for delimiters and filler. */
function nalHeader(type: number): number {
  const isReferenced = type === NAL.slice || type === NAL.idr || type === NAL.sps || type === NAL.pps;
  return (isReferenced ? 0x60 : 0) | type;
}

/** A growing Annex B stream and the access units marked in it. */
export class AccessUnits {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;
  private count = 0;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;

  constructor(units: number, capacityBytes: number) {
    this.bytes = new Uint8Array(capacityBytes);
    this.starts = new Uint32Array(units);
    this.ends = new Uint32Array(units);
  }

  /** Begins an access unit with its delimiter; primary_pic_type 0 allows I slices only, 1 I and P (table 7-5). */
  begin(primaryPicType: 0 | 1): void {
    this.starts[this.count] = this.length;
    this.nal(NAL.delimiter, Uint8Array.of((primaryPicType << 5) | 0x10));
  }

  end(): void {
    this.ends[this.count++] = this.length;
  }

  /** Appends start code, header and payload with emulation prevention (clause 7.4.1). */
  nal(type: number, rbsp: Uint8Array): void {
    this.reserve(5 + Math.ceil(rbsp.length * 1.5));
    const out = this.bytes;
    let at = this.length;
    out[at + 3] = 1;
    out[at + 4] = nalHeader(type);
    at += 5;
    let zeros = 0;
    for (let i = 0; i < rbsp.length; i++) {
      const byte = rbsp[i] as number;
      if (zeros === 2 && byte <= 3) {
        out[at++] = 3;
        zeros = 0;
      }
      out[at++] = byte;
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    this.length = at;
  }

  /** Appends bytes that are NAL units already. */
  append(units: Uint8Array): void {
    this.reserve(units.length);
    this.bytes.set(units, this.length);
    this.length += units.length;
  }

  pieces(): { bytes: Uint8Array<ArrayBuffer>; starts: Uint32Array; ends: Uint32Array } {
    return { bytes: this.bytes.subarray(0, this.length), starts: this.starts, ends: this.ends };
  }

  private reserve(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    const bigger = new Uint8Array(2 * this.bytes.length + extra);
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }
}
