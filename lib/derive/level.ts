/** H.264 level limits (ITU-T H.264 table A-1): macroblocks per second, macroblocks per picture, kbit/s (×1.25 in High). */
interface LevelLimits {
  name: string;
  maxRate: number;
  maxPicture: number;
  maxKbps: number;
}

const LEVELS: readonly LevelLimits[] = [
  { name: "1.0", maxRate: 1485, maxPicture: 99, maxKbps: 64 },
  { name: "1.1", maxRate: 3000, maxPicture: 396, maxKbps: 192 },
  { name: "1.2", maxRate: 6000, maxPicture: 396, maxKbps: 384 },
  { name: "1.3", maxRate: 11880, maxPicture: 396, maxKbps: 768 },
  { name: "2.0", maxRate: 11880, maxPicture: 396, maxKbps: 2000 },
  { name: "2.1", maxRate: 19800, maxPicture: 792, maxKbps: 4000 },
  { name: "2.2", maxRate: 20250, maxPicture: 1620, maxKbps: 4000 },
  { name: "3.0", maxRate: 40500, maxPicture: 1620, maxKbps: 10000 },
  { name: "3.1", maxRate: 108000, maxPicture: 3600, maxKbps: 14000 },
  { name: "3.2", maxRate: 216000, maxPicture: 5120, maxKbps: 20000 },
  { name: "4.0", maxRate: 245760, maxPicture: 8192, maxKbps: 20000 },
  { name: "4.1", maxRate: 245760, maxPicture: 8192, maxKbps: 50000 },
  { name: "4.2", maxRate: 522240, maxPicture: 8704, maxKbps: 50000 },
  { name: "5.0", maxRate: 589824, maxPicture: 22080, maxKbps: 135000 },
  { name: "5.1", maxRate: 983040, maxPicture: 36864, maxKbps: 240000 },
  { name: "5.2", maxRate: 2073600, maxPicture: 36864, maxKbps: 240000 },
  { name: "6.0", maxRate: 4177920, maxPicture: 139264, maxKbps: 240000 },
  { name: "6.1", maxRate: 8355840, maxPicture: 139264, maxKbps: 480000 },
  { name: "6.2", maxRate: 16711680, maxPicture: 139264, maxKbps: 800000 },
];

export const LEVEL_NAMES: readonly string[] = LEVELS.map((level) => level.name);

export interface PictureLoad {
  width: number;
  height: number;
  framerate: number;
  /** Peak video kbit/s. */
  kbps: number;
  profile: string;
}

/** The least level that carries the picture, e.g. `3.1`; undefined when none does. */
export function leastLevel(load: PictureLoad): string | undefined {
  return LEVELS.find((level) => carries(level, load))?.name;
}

/** The position of a level in the table, or −1; `4` and `4.0` are the same level. */
export function levelRank(name: string): number {
  const full = /^\d$/.test(name) ? `${name}.0` : name;
  return LEVEL_NAMES.indexOf(full);
}

/** level_idc of the sequence parameter set: `3.1` → 31. */
export function levelIdc(name: string): number {
  return Math.round(Number(name) * 10);
}

function carries(level: LevelLimits, load: PictureLoad): boolean {
  const columns = Math.ceil(load.width / 16);
  const rows = Math.ceil(load.height / 16);
  const widest = Math.sqrt(level.maxPicture * 8);
  const kbpsFactor = load.profile === "high" ? 1.25 : 1;
  return (
    columns * rows <= level.maxPicture &&
    columns * rows * load.framerate <= level.maxRate &&
    Math.max(columns, rows) <= widest &&
    load.kbps <= level.maxKbps * kbpsFactor
  );
}
