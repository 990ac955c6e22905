/** FFmpeg's decimal prefixes; its `m` is milli and it has no `g`, so only these are a bit rate. */
const NOTATION = /^(\d+)(?:\.(\d+))?([kKMG]?)$/;
const ZEROS: Readonly<Record<string, number>> = { "": 0, k: 3, K: 3, M: 6, G: 9 };

/**
 * FFmpeg bit-rate notation (`2000k`, `1.5M`, `64000`) to whole kbit/s, rounded down. Digits are moved, not
 * multiplied: 1.001 × 1000 is 1000.9999999999999 in floating point.
 * Undefined when the text is not in that notation.
 */
export function parseBitrateKbps(text: string): number | undefined {
  const match = NOTATION.exec(text);
  if (!match) return undefined;
  const [, whole = "", fraction = "", unit = ""] = match;
  const places = (ZEROS[unit] ?? 0) - 3;
  if (places < 0) return Number(whole.slice(0, places) || "0");
  return Number(whole + fraction.slice(0, places).padEnd(places, "0"));
}
