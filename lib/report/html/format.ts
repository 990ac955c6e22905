import type { PlotUnit } from "./plot.ts";

/** Figures as the page shows them. Null is a dash: there was nothing to measure. */

const NOTHING = "–";
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function formatCount(value: number | null): string {
  return value === null ? NOTHING : WHOLE.format(value);
}

/** Three significant digits, never as a power of ten. */
export function formatFigure(value: number | null): string {
  if (value === null) return NOTHING;
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: Math.min(decimals, 8) }).format(value);
}

/** 0.34 ms, 34 ms, 3.4 s, 5 min 40 s. */
export function formatMs(ms: number | null): string {
  if (ms === null) return NOTHING;
  if (Math.abs(ms) < 1000) return `${formatFigure(ms)} ms`;
  return ms < 120_000 ? `${formatFigure(ms / 1000)} s` : formatSpan(ms);
}

/** A length of time in its two largest units. */
export function formatSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${WHOLE.format(hours)} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export function formatBytes(bytes: number | null): string {
  return bytes === null ? NOTHING : scaled(bytes, ["B", "kB", "MB", "GB", "TB", "PB"]);
}

export function formatBits(bitsPerSec: number | null): string {
  return bitsPerSec === null
    ? NOTHING
    : scaled(bitsPerSec, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"]);
}

/** Large counts short: 5.91 M. */
export function formatLarge(value: number): string {
  return value < 100_000 ? WHOLE.format(value) : scaled(value, ["", "k", "M", "G"]).trim();
}

/** A share between 0 and 1. */
export function formatShare(share: number | null): string {
  return share === null ? NOTHING : `${formatFigure(share * 100)} %`;
}

/** A value of a plot, in the plot's unit. */
export function formatFigureOf(unit: PlotUnit, value: number | null): string {
  return FORMATS[unit](value);
}

const FORMATS: Readonly<Record<PlotUnit, (value: number | null) => string>> = {
  count: formatCount,
  bits: formatBits,
  bytes: formatBytes,
  ms: formatMs,
  share: formatShare,
  figure: formatFigure,
};

function scaled(value: number, units: readonly string[]): string {
  const step = value > 0 ? Math.floor(Math.log10(value) / 3) : 0;
  const power = Math.min(units.length - 1, Math.max(0, step));
  return `${formatFigure(value / 1000 ** power)} ${units[power]}`;
}
