import { createDecipheriv } from "node:crypto";
import type { ViewerTools } from "../viewer/viewer-shape.ts";

/** What viewers take from the platform. */
export const viewerTools: ViewerTools = {
  sameBytes(a, aStart, b, bStart, length) {
    return viewOf(a).compare(b, bStart, bStart + length, aStart, aStart + length) === 0;
  },
  decrypt(key, iv, body) {
    try {
      const decipher = createDecipheriv("aes-128-cbc", key, iv);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      return null;
    }
  },
};

/** The same memory as a Buffer. */
function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
