/** A 3×5 typeface; each glyph is five rows of three blocks, top row first. */

export const GLYPH_ROWS = 5;
export const GLYPH_COLUMNS = 3;

const GLYPHS: Readonly<Record<string, string>> = {
  "0": "### #.# #.# #.# ###",
  "1": ".#. ##. .#. .#. ###",
  "2": "### ..# ### #.. ###",
  "3": "### ..# ### ..# ###",
  "4": "#.# #.# ### ..# ..#",
  "5": "### #.. ### ..# ###",
  "6": "### #.. ### #.# ###",
  "7": "### ..# ..# ..# ..#",
  "8": "### #.# ### #.# ###",
  "9": "### #.# ### ..# ###",
  A: ".#. #.# ### #.# #.#",
  B: "##. #.# ##. #.# ##.",
  C: "### #.. #.. #.. ###",
  D: "##. #.# #.# #.# ##.",
  E: "### #.. ##. #.. ###",
  F: "### #.. ##. #.. #..",
  G: "### #.. #.# #.# ###",
  H: "#.# #.# ### #.# #.#",
  I: "### .#. .#. .#. ###",
  J: "..# ..# ..# #.# ###",
  K: "#.# #.# ##. #.# #.#",
  L: "#.. #.. #.. #.. ###",
  M: "#.# ### ### #.# #.#",
  N: "##. #.# #.# #.# #.#",
  O: "### #.# #.# #.# ###",
  P: "### #.# ### #.. #..",
  Q: "### #.# #.# ### ..#",
  R: "### #.# ##. #.# #.#",
  S: "### #.. ### ..# ###",
  T: "### .#. .#. .#. .#.",
  U: "#.# #.# #.# #.# ###",
  V: "#.# #.# #.# #.# .#.",
  W: "#.# #.# ### ### #.#",
  X: "#.# #.# .#. #.# #.#",
  Y: "#.# #.# .#. .#. .#.",
  Z: "### ..# .#. #.. ###",
  ":": ". # . # .",
  ".": ". . . . #",
  " ": ". . . . .",
  "-": "... ... ### ... ...",
  _: "... ... ... ... ###",
  "#": "#.# ### #.# ### #.#",
};
/** Stands for every character that has no glyph. */
const UNKNOWN = "### ### ### ### ###";

/** Whether the block at column, row of the character's cell is inked; upper and lower case look alike. */
export function isInked(character: string, column: number, row: number): boolean {
  return glyphRows(character)[row]?.[column] === "#";
}

/** Blocks from this character to the next, one of air included. */
export function advance(character: string): number {
  return (glyphRows(character)[0]?.length ?? GLYPH_COLUMNS) + 1;
}

/** Blocks a line of text takes, at scale 1. */
export function textColumns(text: string): number {
  let columns = -1;
  for (const character of text) columns += advance(character);
  return Math.max(0, columns);
}

const rowsOf = new Map(Object.entries(GLYPHS).map(([character, rows]) => [character, rows.split(" ")]));

function glyphRows(character: string): readonly string[] {
  return rowsOf.get(character.toUpperCase()) ?? UNKNOWN.split(" ");
}
