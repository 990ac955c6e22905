import { expect, test } from "bun:test";
import fc from "fast-check";
import { redraw } from "../../../lib/ui/swarm/frame.ts";

/** A terminal that knows what `redraw` uses, with autowrap off; `cells` of ASCII only. */
class Screen {
  readonly cells: string[][];
  written = 0;

  constructor(columns: number, rows: number) {
    this.cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => "#"));
  }

  get lines(): string[] {
    return this.cells.map((row) => row.join("").trimEnd());
  }

  write(text: string): void {
    let [row, column] = [0, 0];
    for (const [, place, erase, isDown, isAll, sign] of text.matchAll(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is read here
      /\u001b\[(\d+);1H|(\u001b\[K)|(\u001b\[J)|(\u001b\[2J)|\u001b\[\?2026[hl]|(.)/gs,
    )) {
      const line = this.cells[row] ?? [];
      if (place) [row, column] = [Number(place) - 1, 0];
      else if (erase) line.fill(" ", Math.min(column, line.length - 1));
      else if (isDown) for (const each of this.cells.slice(row)) each.fill(" ");
      else if (isAll) for (const each of this.cells) each.fill(" ");
      else if (sign !== undefined) {
        line[Math.min(column, line.length - 1)] = sign;
        column += 1;
        this.written += 1;
      }
    }
  }
}

const SIZE = { columns: 12, rows: 6 };
const line = fc.stringMatching(/^[a-z ]{0,12}$/).map((text) => text.trimEnd());
const frame = fc.array(line, { maxLength: 6 });

test("every frame leaves exactly itself on the screen", () => {
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), (frames) => {
      const screen = new Screen(SIZE.columns, SIZE.rows);
      let previous: string[] | undefined;
      for (const next of frames) {
        screen.write(redraw(previous, next, SIZE));
        expect(screen.lines).toEqual([...next, ...Array(SIZE.rows - next.length).fill("")]);
        previous = next;
      }
    }),
  );
});

test("only lines that changed are written, within one synchronized update", () => {
  const before = ["same", "old figure", "same too"];
  const change = redraw(before, ["same", "new figure", "same too"], SIZE);
  expect(change).toBe("\u001b[?2026h\u001b[2;1Hnew figure\u001b[K\u001b[?2026l");
  expect(redraw(before, before, SIZE)).toBe("");
});

test("a line as wide as the screen keeps its last cell", () => {
  expect(redraw([""], ["x".repeat(12)], SIZE)).not.toContain("\u001b[K");
});
