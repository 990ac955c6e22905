const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/;

/** Text as one word of a POSIX shell (and of bash and zsh). */
export function quoteShell(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
