import { expect, test } from "bun:test";
import { catalogueProblem, ISO_HEAD_BYTES, parseIso } from "../../lib/check/iso-image.ts";
import { testWithTool } from "../support/tools.ts";

const SECTOR = 2048;
const CATALOGUE_SECTOR = 20;

/** Descriptors of a volume of 40 sectors, and a boot catalogue, as ECMA-119 and El Torito have them. */
function image(change: (bytes: Uint8Array) => void = () => {}): Uint8Array {
  const bytes = new Uint8Array(ISO_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  const primary = 16 * SECTOR;
  bytes[primary] = 1;
  text(primary + 1, "CD001");
  text(primary + 40, "HLS-ORIGIN".padEnd(32));
  view.setUint32(primary + 80, 40, true);
  const boot = 17 * SECTOR;
  text(boot + 1, "CD001");
  text(boot + 7, "EL TORITO SPECIFICATION");
  view.setUint32(boot + 0x47, CATALOGUE_SECTOR, true);
  const catalogue = CATALOGUE_SECTOR * SECTOR;
  bytes.set([1], catalogue);
  bytes.set([0x55, 0xaa], catalogue + 30);
  view.setUint16(catalogue + 28, 0x10000 - 1 - 0xaa55, true);
  bytes.set([0x88], catalogue + 32);
  change(bytes);
  return bytes;
}

const catalogueOf = (bytes: Uint8Array) =>
  bytes.slice(CATALOGUE_SECTOR * SECTOR, CATALOGUE_SECTOR * SECTOR + 64);

test("an image that boots tells its name, its size and where its catalogue is", () => {
  expect(parseIso(image(), 40 * SECTOR)).toEqual({
    volume: "HLS-ORIGIN",
    sizeBytes: 40 * SECTOR,
    catalogueAt: CATALOGUE_SECTOR * SECTOR,
  });
  expect(catalogueProblem(catalogueOf(image()))).toBeUndefined();
});

test.each([
  [
    "no volume",
    (bytes: Uint8Array) => bytes.fill(0, 16 * SECTOR, 16 * SECTOR + 8),
    "it has no ISO 9660 volume",
  ],
  [
    "no boot record",
    (bytes: Uint8Array) => bytes.fill(0, 17 * SECTOR, 18 * SECTOR),
    "it has no El Torito boot record: nothing boots from it",
  ],
  [
    "another boot system",
    (bytes: Uint8Array) => bytes.set([0x58], 17 * SECTOR + 7),
    "it has no El Torito boot record: nothing boots from it",
  ],
])("%s is told", (_, change, problem) => {
  expect(parseIso(image(change), 40 * SECTOR)).toEqual({ problem });
});

test("an image that is shorter than its volume is cut off", () => {
  expect(parseIso(image(), 39 * SECTOR)).toEqual({ problem: "it is cut off: 79872 bytes of 81920" });
});

test.each([
  ["an entry that cannot be booted", 32, 0, "the first entry of its boot catalogue cannot be booted"],
  ["a wrong checksum", 4, 7, "the checksum of its boot catalogue is wrong"],
  ["no validation entry", 30, 0, "its boot catalogue has no validation entry"],
])("a catalogue with %s does not boot", (_, at, value, problem) => {
  const catalogue = catalogueOf(image());
  catalogue[at] = value;
  expect(catalogueProblem(catalogue)).toBe(problem);
});

test("a catalogue beyond the end of the file is told", () => {
  expect(catalogueProblem(new Uint8Array())).toBe("its boot catalogue is not in the file");
});

testWithTool("xorriso", "what xorriso makes bootable is bootable, and what it does not is not", async () => {
  const folder = (await Bun.$`mktemp -d`.text()).trim();
  await Bun.$`mkdir ${folder}/root && head -c 4096 /dev/zero > ${folder}/root/boot.img`;
  const common = ["-as", "mkisofs", "-quiet", "-V", "HLS", "-o"];
  const boot = ["-b", "boot.img", "-no-emul-boot", "-boot-load-size", "4", "-c", "boot.cat"];
  await Bun.$`xorriso ${common} ${folder}/boot.iso ${boot} ${folder}/root`.quiet();
  await Bun.$`xorriso ${common} ${folder}/plain.iso ${folder}/root`.quiet();
  const bytes = await Bun.file(`${folder}/boot.iso`).bytes();
  const iso = parseIso(bytes, bytes.length);
  if ("problem" in iso) throw new Error(iso.problem);
  expect(iso.volume).toBe("HLS");
  expect(catalogueProblem(bytes.slice(iso.catalogueAt, iso.catalogueAt + 64))).toBeUndefined();
  const plain = await Bun.file(`${folder}/plain.iso`).bytes();
  expect(parseIso(plain, plain.length)).toHaveProperty("problem");
  await Bun.$`rm -r ${folder}`;
});
