import { Failure } from "../errors.ts";
import type { FileInfo, Host } from "../host/host.ts";

/**
 * The text of a file that the user named, once `refuse` has let its kind and size pass. `shown` is the name in messages.
 * Throws `Failure("file-not-found")`, `Failure("permission-denied")` or what `refuse` throws.
 */
export async function readInput(
  host: Host,
  path: string,
  shown: string,
  refuse: (info: FileInfo) => void,
): Promise<string> {
  const unreadable = (error: NodeJS.ErrnoException) => describe(shown, error);
  const info = await host.fs.info(path).catch(unreadable);
  if (!info) throw missing(shown);
  refuse(info);
  const text = await host.fs.readText(path).catch(unreadable);
  if (text === undefined) throw missing(shown);
  return text;
}

function missing(shown: string): Failure {
  return new Failure("file-not-found", `There is no file ${shown}.`);
}

function describe(shown: string, error: NodeJS.ErrnoException): never {
  const isDenied = error.code === "EACCES" || error.code === "EPERM";
  throw new Failure(
    isDenied ? "permission-denied" : "file-not-found",
    `${shown} cannot be read: ${error.code ?? error.message}.`,
    { cause: error },
  );
}
