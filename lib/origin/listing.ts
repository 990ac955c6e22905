import type { MediaEntry } from "./media.ts";

/** Columns nginx's autoindex gives a name, and a size. */
const NAME_COLUMNS = 50;
const SIZE_COLUMNS = 19;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A folder as the page nginx's `autoindex` makes of it, byte for byte. `path` is the URL path, with its last slash. */
export function htmlListing(path: string, entries: readonly MediaEntry[]): string {
  const title = `Index of ${escapeHtml(path)}`;
  const lines = sorted(entries).map((entry) => `${htmlLine(entry)}\r\n`);
  return [
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1>`,
    `<hr><pre><a href="../">../</a>\r\n${lines.join("")}</pre><hr></body>\r\n</html>\r\n`,
  ].join("");
}

/** The same as `autoindex_format json` writes it. */
export function jsonListing(entries: readonly MediaEntry[]): string {
  const lines = sorted(entries).map(
    ({ name, type, modifiedMs, sizeBytes }) =>
      `{ "name":${JSON.stringify(name)}, "type":"${type}", "mtime":"${httpDate(modifiedMs)}"${
        type === "file" ? `, "size":${sizeBytes}` : ""
      } }`,
  );
  return `[\r\n${lines.join(",\r\n")}\r\n]`;
}

/** IMF-fixdate (RFC 9110 §5.6.7). */
export function httpDate(unixMs: number): string {
  return new Date(Math.floor(unixMs / 1000) * 1000).toUTCString();
}

/** Folders first, then by name, byte by byte. */
function sorted(entries: readonly MediaEntry[]): MediaEntry[] {
  const byName = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...entries].sort((a, b) =>
    a.type === b.type ? byName(a.name, b.name) : a.type === "directory" ? -1 : 1,
  );
}

function htmlLine({ name, type, sizeBytes, modifiedMs }: MediaEntry): string {
  const shown = type === "directory" ? `${name}/` : name;
  const isLong = shown.length > NAME_COLUMNS;
  const label = isLong ? `${escapeHtml(shown.slice(0, NAME_COLUMNS - 3))}..&gt;` : escapeHtml(shown);
  const gap = " ".repeat(isLong ? 0 : NAME_COLUMNS - shown.length);
  const size = type === "directory" ? "-" : String(sizeBytes);
  const link = encodeURIComponent(name) + (type === "directory" ? "/" : "");
  return `<a href="${link}">${label}</a>${gap} ${listingDate(modifiedMs)} ${size.padStart(SIZE_COLUMNS)}`;
}

function listingDate(unixMs: number): string {
  const date = new Date(unixMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
