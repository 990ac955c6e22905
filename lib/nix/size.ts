const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `24 GiB`, `1.5 GiB`, `640 MiB`: two digits are enough to decide by. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${UNITS[unit]}`;
}
