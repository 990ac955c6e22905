const PLAIN: Readonly<Record<string, string>> = {
  "▁": "_",
  "▂": ".",
  "▃": ":",
  "▄": "-",
  "▅": "=",
  "▆": "+",
  "▇": "*",
  "█": "#",
  "▓": "!",
  "▒": "-",
  "░": ".",
  "┃": "|",
  "│": "|",
  "─": "-",
  "✓": "+",
  "✗": "x",
  "×": "x",
  "·": "-",
  "–": "-",
  "…": "~",
  "→": ">",
  "≤": "<",
};

/** For terminals that show nothing but ASCII: the signs of the dashboard cell by cell, accents off, the rest `?`. */
export function toAscii(line: string, width: number): string {
  const plain = line.replace(/[\p{M}\p{Cf}]/gu, "").replace(/\P{ASCII}/gu, asciiOf);
  // A picture of several signs (a flag) becomes longer than it was.
  return Bun.sliceAnsi(plain, 0, width);
}

function asciiOf(sign: string): string {
  const [base = "?"] = sign.normalize("NFD");
  return PLAIN[sign] ?? (base < "\u007f" ? base : "?");
}

/** The console of Linux has a font of 256 signs; other terminals show what their locale says (POSIX, 8.2). */
export function showsUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.TERM === "linux" || env.TERM === "dumb") return false;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || "");
}
