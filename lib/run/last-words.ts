/** How many of a child's lines a failure shows. */
const TOLD_LINES = 6;

/** The last lines a child wrote, for the hint of a failure. */
export function quoteLastWords(name: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${name} wrote nothing.`;
  return ["Its last lines:", ...lines.slice(-TOLD_LINES).map((line) => `  ${line}`)].join("\n");
}

/** The line in which a child says that the disk is full, if there is one. */
export function findDiskFull(lines: readonly string[]): string | undefined {
  return lines.find((line) => /No space left on device/i.test(line))?.trim();
}
