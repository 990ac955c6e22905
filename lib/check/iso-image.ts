/** ECMA-119: a volume is made of sectors of 2048 bytes, and its descriptors start with the seventeenth. */
const SECTOR = 2048;
const FIRST_DESCRIPTOR = 16;

/** Read this much of an image to judge it: descriptors, and the boot catalogue wherever it may be. */
export const ISO_HEAD_BYTES = 64 * SECTOR;

/** El Torito 1.0, figure 7 and 2.1. */
const SPECIFICATION = "EL TORITO SPECIFICATION";
const BOOT_RECORD = 0;
const PRIMARY = 1;
const BOOTABLE = 0x88;

export interface IsoSummary {
  volume: string;
  /** Bytes the volume says it has. */
  sizeBytes: number;
  /** Where El Torito's catalogue of boot images is, in bytes. */
  catalogueAt: number;
}

/** Descriptors of an ISO 9660 image that firmware can boot from; otherwise why it is none. */
export function parseIso(head: Uint8Array, fileBytes: number): IsoSummary | { problem: string } {
  const primary = descriptor(head, FIRST_DESCRIPTOR);
  if (primary?.type !== PRIMARY) return { problem: "it has no ISO 9660 volume" };
  const boot = descriptor(head, FIRST_DESCRIPTOR + 1);
  if (boot?.type !== BOOT_RECORD || textAt(head, boot.at + 7, 32) !== SPECIFICATION) {
    return { problem: "it has no El Torito boot record: nothing boots from it" };
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const sizeBytes = view.getUint32(primary.at + 80, true) * SECTOR;
  if (sizeBytes === 0 || sizeBytes > fileBytes) {
    return { problem: `it is cut off: ${fileBytes} bytes of ${sizeBytes}` };
  }
  return {
    volume: textAt(head, primary.at + 40, 32),
    sizeBytes,
    catalogueAt: view.getUint32(boot.at + 0x47, true) * SECTOR,
  };
}

/** Why the boot catalogue is none; undefined when its validation entry holds and its default entry can be booted. */
export function catalogueProblem(catalogue: Uint8Array): string | undefined {
  if (catalogue.length < 64) return "its boot catalogue is not in the file";
  if (catalogue[0] !== 1 || catalogue[30] !== 0x55 || catalogue[31] !== 0xaa) {
    return "its boot catalogue has no validation entry";
  }
  const view = new DataView(catalogue.buffer, catalogue.byteOffset, 32);
  const sum = Array.from({ length: 16 }, (_, word) => view.getUint16(word * 2, true)).reduce(
    (a, b) => a + b,
    0,
  );
  if (sum % 0x10000 !== 0) return "the checksum of its boot catalogue is wrong";
  return catalogue[32] === BOOTABLE ? undefined : "the first entry of its boot catalogue cannot be booted";
}

function descriptor(head: Uint8Array, sector: number): { type: number; at: number } | undefined {
  const at = sector * SECTOR;
  const type = head[at];
  return type !== undefined && textAt(head, at + 1, 5) === "CD001" ? { type, at } : undefined;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return new TextDecoder().decode(bytes.subarray(at, at + length)).replace(/[\0 ]+$/, "");
}
