/** Figures and addresses as the page writes them; null and undefined become a dash. */
export const DASH = "–";
export const known = (value) => value !== null && value !== undefined && !Number.isNaN(value);

export const seconds = (value) => (known(value) ? `${value.toFixed(value < 100 ? 1 : 0)} s` : DASH);

export const count = (value) => (known(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f") : DASH);

/** Decimal units, three significant digits: 2.13 Mbit/s. */
export const bitRate = (bps) => scaled(bps, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"]);
export const byteSize = (bytes) => scaled(bytes, ["B", "kB", "MB", "GB"]);

function scaled(value, units) {
  if (!known(value) || !Number.isFinite(value)) return DASH;
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ${units[step]}`;
}

/** An address as one word of a POSIX shell: zsh would take the brackets of `[::1]` and a `?` for patterns. */
export function shellWord(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
