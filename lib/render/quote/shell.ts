/** Words a POSIX shell takes as they are; a leading = is a command's path in zsh. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/** One word for a POSIX shell (sh, bash, zsh): the shell makes exactly this text of it. */
export function quoteShell(word: string): string {
  if (word.includes("\0")) throw new Error("no argument of a program can hold a NUL");
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command to read and to paste: the program, then one option with its values on each line. */
export function quoteCommand(argv: readonly string[]): string {
  const lines: string[] = [];
  for (const word of argv) {
    const quoted = quoteShell(word);
    const isOption = /^-[A-Za-z]/.test(word);
    const last = lines.at(-1);
    if (last === undefined || isOption) lines.push(quoted);
    else lines[lines.length - 1] = `${last} ${quoted}`;
  }
  return lines.join(" \\\n  ");
}
