import type { Finding } from "../schema/finding.ts";
import { wrap } from "./columns.ts";
import type { Painter } from "./paint.ts";

/** What a terminal would obey. JSON escapes only some of it. */
const CONTROL = /\p{Cc}/u;

/** Longest value a person is shown; `--json` has all of it. */
const LONGEST_VALUE = 60;

/** Findings a person is shown of one configuration. */
const MOST = 30;

/** The findings of one configuration; of very many the first, and how many more there are. */
export function renderFindings(
  findings: readonly Finding[],
  page: { paint: Painter; width: number },
): string[] {
  const lines = findings.slice(0, MOST).flatMap((finding) => renderFinding(finding, page));
  const more = findings.length - MOST;
  return more > 0 ? [...lines, page.paint.dim(`and ${more} more; --json tells all`)] : lines;
}

/**
 * A finding in two or three lines:
 *
 *     ✗ hls.listSize = 2 (--set) [window-too-thin]
 *       expected at least 3: a live playlist holds three target durations (RFC 8216 §6.2.2)
 *       --set hls.listSize=3
 */
function renderFinding(finding: Finding, page: { paint: Painter; width: number }): string[] {
  const { paint, width } = page;
  const { path, value, expected, hint, source, code, severity } = finding;
  const mark = severity === "error" ? paint.red("✗") : paint.yellow("!");
  const from = source ? ` (${source})` : "";
  const head = `${mark} ${paint.bold(path)} = ${renderValue(value)}${from} ${paint.dim(`[${code}]`)}`;
  const below = [`expected ${expected}`, ...(hint ? [paint.cyan(hint)] : [])];
  return [head, ...below.flatMap((text) => wrap(text, width - 2)).map((line) => `  ${line}`)];
}

/** A finding among other words. */
export function findingInOneLine({ path, value, expected, source, code }: Finding): string {
  const from = source ? ` (${source})` : "";
  return `${path} = ${renderValue(value)}${from}: expected ${expected} [${code}]`;
}

/** A configuration value in one line: `"3.1"`, `[…]`; tables and lists as JSON, cut when long. */
export function renderValue(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) return tomlNumber(value);
  return cut((JSON.stringify(value) ?? "null").replaceAll(/\p{Cc}/gu, "�"));
}

/** JSON has no word for these; a file says `inf`, `-inf` and `nan`. */
function tomlNumber(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** A value as a table shows it: text without quotes, a list of words with commas. */
export function renderPlainValue(value: unknown): string {
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object");
  const text = isList ? value.join(", ") : value;
  return typeof text === "string" && text !== "" && !CONTROL.test(text) ? cut(text) : renderValue(value);
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
