import { decimal } from "./playlist-line.ts";

export type Attributes = ReadonlyMap<string, string>;

/**
 * An attribute list (RFC 8216, 4.2): names to values, quotes removed; a quote that is never closed goes to the end. What is not
 * `NAME=value` is skipped.
 */
export function parseAttributes(text: string): Attributes {
  const attributes = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const equals = text.indexOf("=", at);
    if (equals < 0) break;
    const before = text.slice(at, equals);
    const name = before.slice(before.lastIndexOf(",") + 1).trim();
    const isQuoted = text.charAt(equals + 1) === '"';
    const start = isQuoted ? equals + 2 : equals + 1;
    const end = endOf(text, isQuoted ? '"' : ",", start);
    const value = text.slice(start, end);
    attributes.set(name, isQuoted ? value : value.trim());
    at = isQuoted ? endOf(text, ",", end) + 1 : end + 1;
  }
  return attributes;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}

/** The value of an attribute when it is a number without sign. */
export function numberOf(attributes: Attributes, name: string): number | null {
  return decimal(attributes.get(name));
}

/** An enumerated-string attribute that is there and says YES. */
export function isYes(attributes: Attributes, name: string): boolean {
  return attributes.get(name) === "YES";
}
