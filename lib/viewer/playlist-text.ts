/** A byte order mark is kept: it is against the rules, and the parser says so. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Body of a playlist as text. */
export function playlistText(body: Uint8Array | null): string {
  return body ? DECODER.decode(body) : "";
}
