/** What follows the colon of a tag. */
export function tagValue(line: string): string {
  return line.slice(line.indexOf(":") + 1);
}

/** A decimal-integer or decimal-floating-point (RFC 8216, 4.2), without sign. */
export function decimal(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d*)?$/.test(text.trim()) ? Number(text) : null;
}

/** The text quoted for a message, cut short. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
