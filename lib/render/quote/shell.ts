import { layOutCommand } from "./command-lines.ts";

/** Words a POSIX shell takes as they are; a leading = is a command's path in zsh. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/** One word for a POSIX shell (sh, bash, zsh): the shell makes exactly this text of it. */
export function quoteShell(word: string): string {
  if (word.includes("\0")) throw new Error("no argument of a program can hold a NUL");
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command on one line, to paste. */
export function quoteLine(argv: readonly string[]): string {
  return argv.map(quoteShell).join(" ");
}

/** A command to read and to paste. */
export function quoteCommand(argv: readonly string[]): string {
  return layOutCommand(argv, argv.map(quoteShell));
}
