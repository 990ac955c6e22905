/**
 * Whether a text that is TOML is TOML 1.0, all that Nix reads: TOML 1.1 adds line breaks and a last comma in inline tables, and
 * the escapes `\e` and `\xHH`.
 */
export function isTomlOne(text: string): boolean {
  const open: string[] = [];
  let last = "";
  for (const token of text.matchAll(TOKEN)) {
    const [word] = token;
    if (/^"/.test(word) && /(?<!\\)(?:\\\\)*\\[ex]/.test(word)) return false;
    if (word === "}" && last === ",") return false;
    if (word === "\n" && open.at(-1) === "{") return false;
    if (word === "{" || word === "[") open.push(word);
    if (word === "}" || word === "]") open.pop();
    if (!/^[#\n]/.test(word)) last = word;
  }
  return true;
}

/** Strings whole, long ones first; comments; brackets, commas and ends of lines; a run of anything else. */
const TOKEN =
  /"""(?:\\[\s\S]|(?!""")[\s\S])*"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[{}[\],\n]|[^\s"'#{}[\],]+/g;
