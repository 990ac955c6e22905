const NEWLINE = "\n";
const SPACE = 0x20;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Hands over every line without the white space around it, numbered from 1, until `take` returns a problem; that one is
 * returned with its line. One pass, without a copy of the text.
 */
export function eachLine(text: string, take: (line: string, number: number) => string | null): string | null {
  for (let start = 0, number = 1; start < text.length; number++) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline < 0 ? text.length : newline;
    const problem = take(trimmed(text, start, end), number);
    if (problem !== null) return `line ${number}: ${problem}`;
    start = end + 1;
  }
  return null;
}

function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) <= SPACE) start++;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end--;
  return text.slice(start, end);
}

/** What stands before the colon of a tag. */
export function tagName(line: string): string {
  const colon = line.indexOf(":");
  return colon < 0 ? line : line.slice(0, colon);
}

/** What follows the colon of a tag; nothing where there is none. */
export function tagValue(line: string): string {
  const colon = line.indexOf(":");
  return colon < 0 ? "" : line.slice(colon + 1);
}

/** A decimal-integer or decimal-floating-point (RFC 8216, 4.2), without sign. */
export function decimal(text: string | undefined): number | null {
  if (text === undefined) return null;
  const digits = text.trim();
  const value = isDecimal(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function isDecimal(text: string): boolean {
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) dots++;
    else if (code < ZERO || code > NINE) return false;
  }
  return dots <= 1 && text.length > dots;
}

/** A whole number that this program can count with: up to 2^53 − 1. */
export function isCount(value: number | null): value is number {
  return value !== null && Number.isSafeInteger(value);
}

/** The text quoted for a message, cut short. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
