import type { Size } from "./dashboard.ts";

const ESC = "\u001b";
/** Synchronized output: a terminal that knows it shows the update at once, others pass it over. */
const BEGIN = `${ESC}[?2026h`;
const END = `${ESC}[?2026l`;

/** Alternate screen, no wrapping at the edge, no cursor. */
export const ENTER_SCREEN = `${ESC}[?1049h${ESC}[?7l${ESC}[?25l${ESC}[2J`;
/** Emptied first: the console of Linux has no other screen, and tmux 3.3 leaves rows behind after it has grown. */
export const LEAVE_SCREEN = `${END}${ESC}[0m${ESC}[H${ESC}[2J${ESC}[?25h${ESC}[?7h${ESC}[?1049l`;

/** What turns the screen that shows `previous` into one that shows `next`; undefined: nothing is known of the screen. */
export function redraw(
  previous: readonly string[] | undefined,
  next: readonly string[],
  { columns, rows }: Size,
): string {
  const lines = next.slice(0, rows).flatMap((line, index) => {
    if (previous?.[index] === line) return [];
    // After a line that fills its row the cursor stands on the last cell, which must not be erased.
    const rest = Bun.stringWidth(line) < columns ? `${ESC}[K` : "";
    return [`${ESC}[${index + 1};1H${line}${rest}`];
  });
  const gone = previous !== undefined && previous.length > next.length;
  if (gone && next.length < rows) lines.push(`${ESC}[${next.length + 1};1H${ESC}[J`);
  const clear = previous === undefined ? `${ESC}[2J` : "";
  return lines.length === 0 && clear === "" ? "" : BEGIN + clear + lines.join("") + END;
}
