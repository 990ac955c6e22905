/**
 * Numbers as people read them. Three significant digits and a unit; widths change little from second to second, and
 * callers pad them, so that nothing jumps. `null` (nothing to measure) is a dash everywhere.
 */

export const NONE = "–";

/** Whole numbers in groups of three: `12,345`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 viewer`, `5,000 viewers`. */
export function viewerCount(viewers: number): string {
  return `${formatCount(viewers)} ${viewers === 1 ? "viewer" : "viewers"}`;
}

/** Per second: `0.5/s`, `61.2/s`, `6,120/s`; what is not nothing is never shown as nothing. */
export function formatRate(perSec: number | null): string {
  if (perSec !== null && perSec > 0 && perSec < 0.005)
    return perSec < 0.001 ? "<0.001/s" : `${perSec.toFixed(3)}/s`;
  return perSec === null ? NONE : `${perSec >= 1000 ? formatCount(perSec) : significant(perSec)}/s`;
}

export function formatBitRate(bitsPerSec: number | null): string {
  return bitsPerSec === null ? NONE : scaled(bitsPerSec, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"]);
}

/** Decimal units: 1 kB is 1000 bytes. */
export function formatBytes(bytes: number | null): string {
  return bytes === null ? NONE : scaled(bytes, ["B", "kB", "MB", "GB", "TB", "PB"]);
}

/** `0.32 ms`, `12.5 ms`, `1.25 s`, `2:05 min`. */
export function formatMs(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms < 999.5) return `${significant(ms)} ms`;
  const sec = ms / 1000;
  return sec < 99.95 ? `${significant(sec)} s` : `${clock(sec, false)} min`;
}

/** `12.5 s`, `2:05 min`, `3:20:00 h`. */
export function formatSeconds(seconds: number): string {
  return seconds < 3600 ? formatMs(seconds * 1000) : `${formatClock(seconds * 1000)} h`;
}

/** A ratio of 0 to 1 in per cent; what is not nothing is never shown as nothing. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return NONE;
  if (ratio > 0 && ratio < 0.0001) return "<0.01 %";
  return `${significant(ratio * 100)} %`;
}

/** `00:01:10`; hours always, so that the width stays. */
export function formatClock(ms: number): string {
  return clock(ms / 1000, true);
}

function clock(seconds: number, hasHours: boolean): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  if (!hasHours) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${two(whole / 3600)}:${two((whole / 60) % 60)}:${two(whole % 60)}`;
}

function scaled(value: number, units: readonly string[]): string {
  let scale = value;
  let unit = 0;
  // 999.5 would be shown as 1000.
  while (Math.abs(scale) >= 999.5 && unit < units.length - 1) {
    scale /= 1000;
    unit += 1;
  }
  const digits = unit === 0 ? String(Math.round(scale)) : significant(scale);
  return `${digits} ${units[unit]}`;
}

/** Three digits below 1000, at most two of them behind the point. */
function significant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 9.995) return value.toFixed(2);
  return size < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
