/** What a message shows of bytes that cannot be read. */
const SHOWN_BYTES = 60;
const decoder = new TextDecoder();

/** The beginning of bytes, readable in a message. */
export function quote(bytes: Uint8Array): string {
  const text = JSON.stringify(decoder.decode(bytes.subarray(0, SHOWN_BYTES)));
  return bytes.length > SHOWN_BYTES ? `${text} …` : text;
}
