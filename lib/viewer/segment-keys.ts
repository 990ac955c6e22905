import type { SegmentKey } from "../hls/playlist-shape.ts";

/** Octets of a key of AES-128. */
export const KEY_BYTES = 16;

/** Whole segments under a key that anybody may ask for; keys of DRM systems are not. */
export function isPlainKey(key: SegmentKey | null): key is SegmentKey {
  return key !== null && key.method === "AES-128" && key.keyFormat === "identity";
}

/** The media sequence number, big-endian, where the playlist tells no vector (RFC 8216, 5.2). */
export function vectorOf(key: SegmentKey, sequence: number): Uint8Array {
  return Uint8Array.fromHex(key.iv ?? sequence.toString(16).padStart(32, "0"));
}
