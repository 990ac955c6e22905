const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/;

/** Text as one word of fish, whose single quotes know `\\` and `\'`. */
export function quoteFish(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replace(/[\\']/g, "\\$&")}'`;
}
