/**
 * A reader of `ExecStart=` values for tests, by systemd.syntax(7) (quotes, C escapes, continuation lines) and
 * systemd.service(5) (`$$`, `%%`); shares no code with the writer. Variables and specifiers are errors here.
 */
export function parseExec(value: string): string[] {
  const bytes: number[][] = [];
  const text = value.replaceAll("\\\n", " ");
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? "")) {
      at += 1;
      continue;
    }
    const word = readWord(text, at);
    bytes.push(word.bytes);
    at = word.end;
  }
  return bytes.map((word) => expand(new TextDecoder().decode(Uint8Array.from(word))));
}

function readWord(text: string, from: number): { bytes: number[]; end: number } {
  const bytes: number[] = [];
  let at = from;
  let quote = "";
  while (at < text.length) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (quote === "" && /\s/.test(char)) break;
    at += char.length;
    if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === "\\") at += readEscape(text.slice(at), bytes);
    else bytes.push(...new TextEncoder().encode(char));
  }
  if (quote !== "") throw new Error(`a quote is not closed: ${text.slice(from)}`);
  return { bytes, end: at };
}

const SIMPLE: Record<string, number> = { n: 10, t: 9, r: 13, '"': 34, "'": 39, "\\": 92 };

/** Adds what the escape stands for; returns its length without the backslash. */
function readEscape(rest: string, bytes: number[]): number {
  const hex = /^x([0-9a-f]{2})/.exec(rest)?.[1];
  const byte = hex === undefined ? SIMPLE[rest[0] ?? ""] : Number.parseInt(hex, 16);
  if (byte === undefined) throw new Error(`unknown escape: \\${rest.slice(0, 3)}`);
  bytes.push(byte);
  return hex === undefined ? 1 : 3;
}

function expand(word: string): string {
  const bare = word.replaceAll("$$", "").replaceAll("%%", "");
  if (/[$%]/.test(bare)) throw new Error(`a variable or a specifier: ${word}`);
  return word.replaceAll("$$", "$").replaceAll("%%", "%");
}
