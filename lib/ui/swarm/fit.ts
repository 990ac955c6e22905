const ELLIPSIS = "…";
const GAP = "  ";
/** C0, DEL and C1: what a server sends must not steer the terminal (CWE-150); marks of writing direction neither. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text that came from elsewhere, safe to show. */
export function printable(text: string): string {
  return text.replace(STEERING, "�");
}

/** Cut at the end to at most that many cells; colours are kept and closed. */
export function cut(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  return narrowed(width, (room) => Bun.sliceAnsi(text, 0, room, ELLIPSIS));
}

/** Cut in the middle, where URLs differ least. */
export function cutMiddle(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  if (width < 8) return cut(text, width);
  const head = Math.ceil((width - 1) / 2);
  const start = narrowed(head, (room) => Bun.sliceAnsi(text, 0, room));
  return `${start}${ELLIPSIS}${narrowed(width - 1 - head, (room) => Bun.sliceAnsi(text, -room))}`;
}

/** Bun's slices and widths know different versions of Unicode: a slice may be wider than it was asked to be. */
function narrowed(width: number, slice: (room: number) => string): string {
  for (let room = width; room > 0; room -= 1) {
    const part = slice(room);
    if (Bun.stringWidth(part) <= width) return part;
  }
  return "";
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - Bun.stringWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - Bun.stringWidth(text))) + text;
}

/** One line with a text at either end; the left one gives way. */
export function ends(left: string, right: string, width: number): string {
  const room = width - Bun.stringWidth(right) - 1;
  if (room < 8) return cut(left, width);
  return `${padEnd(cut(left, room), room)} ${right}`;
}

/** Parts in so many lines, as many as fit, in their order; none is cut but the first of all. */
export function flow(parts: readonly string[], width: number, lines: number): string[] {
  const filled = Array.from({ length: lines }, () => "");
  let at = 0;
  for (const part of parts) {
    const line = filled[at] ?? "";
    const longer = line === "" ? part : line + GAP + part;
    if (Bun.stringWidth(longer) <= width) filled[at] = longer;
    else if (line === "") filled[at] = cut(part, width);
    else if (at + 1 < lines) filled[++at] = cut(part, width);
    else break;
  }
  return filled;
}
