/** A line longer than this is none of ours; it would fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Whole lines as they come; the rest at the end too. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield parts.join("");
        parts = [];
        length = 0;
      }
      parts.push(piece);
      length += piece.length;
    }
    if (length > LONGEST_LINE) throw new Error(`A line of more than ${LONGEST_LINE} characters was read.`);
  }
  if (length > 0) yield parts.join("");
}
