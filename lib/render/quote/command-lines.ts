const LONGEST_LINE = 110;
/** Both sh and systemd read on after a backslash at the end of a line. */
const NEXT_LINE = "\\\n  ";

/** Quoted words as a command: on one line if it is short, otherwise each option with its values on a line. */
export function layOutCommand(argv: readonly string[], quoted: readonly string[]): string {
  const line = quoted.join(" ");
  if (line.length <= LONGEST_LINE) return line;
  const isOption = (index: number) => index > 0 && /^-[A-Za-z]/.test(argv[index] ?? "");
  return quoted.map((word, index) => (isOption(index) ? `${NEXT_LINE}${word}` : word)).join(" ");
}
