/**
 * Notes that differ only in the URL or the rendition they are about, as one: the first, and how many more there are.
 */
export function condenseNotes(notes: readonly string[]): string[] {
  const alike = Map.groupBy(notes, (note) =>
    note.replace(/^[^ ]+: /, "").replace(/https?:\/\/[^ )]+/g, "URL"),
  );
  return [...alike.values()].map(([first = "", ...others]) =>
    others.length === 0 ? first : `${first} And ${others.length} more like it.`,
  );
}
