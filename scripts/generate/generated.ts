/** A file of the repository that is made, not written; `bun run generate` writes it and a test compares. */
export interface Generated {
  /** From the top of the repository. */
  path: string;
  /** Gets the text the file has now, empty when there is none. */
  render(current: string): string | Promise<string>;
}

/** Replaces what stands between `<!-- generated: NAME -->` and the next `<!-- end -->`. */
export function replacePart(text: string, name: string, body: string): string {
  const open = `<!-- generated: ${name} -->`;
  const [before, rest] = splitOnce(text, open);
  const [, after] = splitOnce(rest, "<!-- end -->");
  return `${before}${open}\n${body.trim()}\n<!-- end -->${after}`;
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  if (index < 0) throw new Error(`The text has no "${at}".`);
  return [text.slice(0, index), text.slice(index + at.length)];
}

/** A Markdown table. */
export function renderMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}
