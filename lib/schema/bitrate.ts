const NOTATION = /^(\d+(?:\.\d+)?)([kKmMgG]?)$/;
const KBPS_PER_UNIT: Record<string, number> = { "": 0.001, k: 1, m: 1000, g: 1_000_000 };

/**
 * FFmpeg bit-rate notation (`2000k`, `1.5M`, `64000`) to whole kbit/s, rounded down.
 * Undefined when the text is not in that notation.
 */
export function parseBitrateKbps(text: string): number | undefined {
  const match = NOTATION.exec(text);
  if (!match) return undefined;
  const [, digits = "", unit = ""] = match;
  const perUnit = KBPS_PER_UNIT[unit.toLowerCase()] ?? 1;
  return Math.floor(unit === "" ? Number(digits) / 1000 : Number(digits) * perUnit);
}
