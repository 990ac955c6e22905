import { constants } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const REPLACE = constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
const MODE = 0o644;

/**
 * Puts a file under its name in one go, with the given age: readers see the old one or the new one, and two origins give
 * the same validators. It is written under a hidden name next to it first.
 */
export async function putFile(path: string, content: string | Uint8Array, modifiedMs: number): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  try {
    const file = await open(temporary, REPLACE, MODE);
    try {
      await fill(file, content, modifiedMs);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

/** The umask of whoever started hlsctl must not hide the file from the server's workers. */
async function fill(file: FileHandle, content: string | Uint8Array, modifiedMs: number): Promise<void> {
  await file.writeFile(content);
  await file.chmod(MODE);
  await file.utimes(modifiedMs / 1000, modifiedMs / 1000);
}
