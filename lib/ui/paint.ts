/** Terminal colours; every function returns its text unchanged when colours are off. */
export interface Painter {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

const plain = (text: string): string => text;
const PLAIN: Painter = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

const wrap =
  ([open, close]: readonly [number, number]) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;

const COLOURED: Painter = {
  bold: wrap(CODES.bold),
  dim: wrap(CODES.dim),
  red: wrap(CODES.red),
  green: wrap(CODES.green),
  yellow: wrap(CODES.yellow),
  cyan: wrap(CODES.cyan),
};

/** no-color.org, force-color.org and CLICOLOR_FORCE; otherwise colours on terminals that are not dumb. */
export function painterFor(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  noColor: boolean,
): Painter {
  if (noColor || env.NO_COLOR || env.TERM === "dumb") return PLAIN;
  const isForced = [env.FORCE_COLOR, env.CLICOLOR_FORCE].some((value) => value && value !== "0");
  return isForced || stream.isTTY ? COLOURED : PLAIN;
}
