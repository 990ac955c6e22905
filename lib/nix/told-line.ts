const FIRST_CHARS = 1500;
const LAST_CHARS = 500;

/** A line as it is kept and told: of one of more than 2000 characters the beginning, how much is left out, and the end. */
export function toldLine(line: string): string {
  const leftOut = line.length - FIRST_CHARS - LAST_CHARS;
  if (leftOut <= 0) return line;
  return `${line.slice(0, FIRST_CHARS)} … (${leftOut} characters left out) … ${line.slice(-LAST_CHARS)}`.toWellFormed();
}
