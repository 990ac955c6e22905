import { bad, good, type Parsed } from "../hls/parsed.ts";

/** Words as a POSIX shell would see them: blanks part them, quotes and backslashes hold them together; nothing is expanded. */
export function splitWords(text: string): Parsed<string[]> {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quote === "" && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === quote) quote = "";
    else if (quote === "" && (char === "'" || char === '"')) {
      quote = char;
      word ??= "";
    } else if (char === "\\" && quote !== "'" && isEscapable(text[at + 1], quote)) {
      at += 1;
      word = (word ?? "") + (text[at] ?? "");
    } else word = (word ?? "") + char;
  }
  if (quote !== "") return bad(`a ${quote} is opened and not closed`);
  if (word !== null) words.push(word);
  return good(words);
}

/** Between double quotes a backslash is one, but before these (POSIX, 2.2.3). */
function isEscapable(char: string | undefined, quote: string): boolean {
  return (
    char !== undefined && (quote === "" || char === '"' || char === "\\" || char === "$" || char === "`")
  );
}
