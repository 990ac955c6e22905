/** What a Range header asks of a file: bytes [start, end), all of it, or nothing there is. */
export type RangeAnswer =
  | { kind: "whole" }
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" };

const WHOLE: RangeAnswer = { kind: "whole" };
const UNSATISFIABLE: RangeAnswer = { kind: "unsatisfiable" };
/** Offsets are 64-bit integers. */
const GREATEST_OFFSET = 2 ** 63;
const SPEC = /^ *(?:(\d+) *- *(\d*)|-(\d+)) *$/;

/**
 * Range of a file of `size` bytes (RFC 9110 §14.2) as nginx reads it with `max_ranges 1`: another unit is ignored, what
 * is malformed or lies outside is unsatisfiable, more than one satisfiable range is answered with the whole.
 */
export function parseRange(header: string, size: number): RangeAnswer {
  if (header.length < 7 || header.slice(0, 6).toLowerCase() !== "bytes=") return WHOLE;
  const parts: RangeAnswer[] = [];
  for (const text of header.slice(6).split(",")) {
    const spec = SPEC.exec(text);
    if (!spec) return UNSATISFIABLE;
    const part = bytesOf(spec, size);
    if (part.kind === "whole") return WHOLE;
    if (part.kind === "part") parts.push(part);
    if (parts.length > 1) return WHOLE;
  }
  return parts[0] ?? UNSATISFIABLE;
}

function bytesOf([, first, last, suffix]: RegExpExecArray, size: number): RangeAnswer {
  if ([first, last, suffix].some((digits) => Number(digits) >= GREATEST_OFFSET)) return UNSATISFIABLE;
  if (suffix !== undefined) return between(Math.max(0, size - Number(suffix)), size);
  return between(Number(first), last === "" ? size : Math.min(size, Number(last) + 1));
}

/** Nothing of an empty file is all of it. */
function between(start: number, end: number): RangeAnswer {
  if (start < end) return { kind: "part", start, end };
  return start === 0 ? WHOLE : UNSATISFIABLE;
}
