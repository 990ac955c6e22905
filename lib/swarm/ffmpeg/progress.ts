/** The values of FFmpeg's `-progress`, which come one a line, `key=value`, block after block. */
export class ProgressReader {
  #outTimeMs: number | null = null;

  /** Takes a line; answers the length of what was written so far (ms) when a block is complete and tells one. */
  take(line: string): number | null {
    const found = /^(\w+)=\s*(.*)$/.exec(line);
    if (!found) return null;
    const [, key, value = ""] = found;
    // `out_time_ms` holds microseconds, too: an old mistake that is kept for compatibility.
    if (key === "out_time_us" || key === "out_time_ms") this.#outTimeMs = microseconds(value);
    if (key !== "progress") return null;
    const outTimeMs = this.#outTimeMs;
    this.#outTimeMs = null;
    return outTimeMs;
  }
}

/** `N/A` before anything is written, and what has no sense below zero. */
function microseconds(text: string): number | null {
  const value = Number(text);
  return text !== "" && Number.isFinite(value) && value >= 0 ? value / 1000 : null;
}
