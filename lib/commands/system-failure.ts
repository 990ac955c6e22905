import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";

const WHY: Readonly<Record<string, string>> = {
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "the file system is read-only",
  ENOENT: "it is not there and cannot be made",
  ENOTDIR: "a part of the path is a file",
  ELOOP: "its links go in a circle",
  ENAMETOOLONG: "its name is too long",
};

/**
 * What the system said about one of hlsctl's own folders as a failure that its user can mend; undefined for anything else,
 * which is a bug.
 */
export function systemFailure(host: Host, error: unknown): Failure | undefined {
  if (!isSystemError(error)) return undefined;
  const { code, path } = error;
  const own = Object.values(pathsOf(host)).find(
    (folder) => path.startsWith(folder) || folder.startsWith(path),
  );
  if (own === undefined) return undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Failure("disk-full", `There is no space left for ${path}.`, {
      hint: "Free some space.",
      cause: error,
    });
  }
  const why = WHY[code];
  if (why === undefined) return undefined;
  return new Failure("directory-unwritable", `hlsctl cannot use ${path}: ${why}.`, {
    hint: "Set HLSCTL_HOME to a folder of your own.",
    cause: error,
  });
}

function isSystemError(error: unknown): error is Error & { code: string; path: string } {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    "path" in error &&
    typeof error.path === "string"
  );
}
