import { layOutCommand } from "./command-lines.ts";

const PLAIN = /^[A-Za-z0-9_@+=:,./-]+$/;

/** Text as one item of a unit file's setting (systemd.syntax(7)): quoted, and `%`, which begins a specifier, doubled. */
export function quoteUnitWord(text: string): string {
  if (text.includes("\0")) throw new Error("no setting of a unit can hold a NUL");
  return PLAIN.test(text)
    ? text
    : `"${escapeControls(text.replace(/[\\"]/g, "\\$&")).replaceAll("%", "%%")}"`;
}

/** The whole of a setting that is one text and knows no quotes, such as `Description=` or a mount's `Where=`. */
export function escapeUnitText(text: string): string {
  return text.replace(/[\0\r\n]+/g, " ").replaceAll("%", "%%");
}

/** One word of `ExecStart=` (systemd.service(5), "Command lines"): as above, and `$`, which begins a variable, doubled. */
function quoteExecWord(word: string): string {
  return quoteUnitWord(word).replaceAll("$", "$$$$");
}

/** A command for `ExecStart=`. The program is an absolute path. */
export function quoteExec(argv: readonly string[]): string {
  return layOutCommand(argv, argv.map(quoteExecWord));
}

/** Name of the unit for a path (systemd.unit(5), "String escaping for inclusion in unit names"): `/var/hls` → `var-hls`. */
export function escapeUnitPath(path: string): string {
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return "-";
  const text = parts.map((part) => [...new TextEncoder().encode(part)].map(escapeByte).join("")).join("-");
  return text.startsWith(".") ? `\\x2e${text.slice(1)}` : text;
}

function escapeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9:_.]/.test(char) ? char : hex(byte);
}

/** A setting ends with its line, so line breaks and other control characters are written as escapes. */
function escapeControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\x01-\x1f\x7f]/g, (char) => (char === "\n" ? "\\n" : hex(char.charCodeAt(0))));
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
