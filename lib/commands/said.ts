import { Failure } from "../errors.ts";
import type { Parsed } from "../hls/parsed.ts";
import { parseDuration } from "../load/parse-duration.ts";
import { suggest } from "../registry/suggest.ts";

/** What the user said and where: `--clients`, or `CLIENTS` of the environment. */
export interface Said {
  text: string;
  from: string;
}

/** Throws what is wrong with it, and where it was said. */
export function takeParsed<T>({ from }: Said, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new Failure("usage-bad-value", `${from}: ${parsed.problem}.`);
}

export function takeWhole({ text, from }: Said, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Failure(
    "usage-bad-value",
    `${from} takes a whole number from ${least} to ${most}, not "${text}".`,
  );
}

/** Whether it lies in its range is for the rules of the configuration; the range is told where it is no number at all. */
export function takeNumber({ text, from }: Said, { least, most }: { least: number; most: number }): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new Failure("usage-bad-value", `${from} takes a number from ${least} to ${most}, not "${text}".`);
}

/** ms. */
export function takeTime(said: Said): number {
  return takeParsed(said, parseDuration(said.text));
}

const TRUE = ["true", "1", "yes", "on"];
const FALSE = ["false", "0", "no", "off"];

export function takeSwitch({ text, from }: Said): boolean {
  if (TRUE.includes(text.toLowerCase())) return true;
  if (FALSE.includes(text.toLowerCase())) return false;
  throw new Failure("usage-bad-value", `${from} takes true or false, not "${text}".`);
}

export function takeOption<const Option extends string>(
  { text, from }: Said,
  options: readonly Option[],
): Option {
  const found = options.find((option) => option === text);
  if (found !== undefined) return found;
  const near = suggest(text, options);
  const choices = `It takes ${options.join(", ")}.`;
  throw new Failure("usage-bad-value", `${from} cannot be "${text}".`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}
