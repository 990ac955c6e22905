import { Failure } from "../errors.ts";

const WHY: Readonly<Record<string, string>> = {
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "the file system is read-only",
  ENOENT: "nothing can be made there",
  ENOTDIR: "a part of the path is a file",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links go in a circle",
};

/** What the system says about a folder that is written to, as what its user can mend; anything else stays what it is. */
export function writeFailure(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Failure("disk-full", `There is no space left for the flake in ${folder}.`, {
      hint: "Free some space, or name a folder elsewhere: hlsctl nix write DIR",
      cause: error,
    });
  }
  return code in WHY ? unwritable(folder, code, error) : error;
}

/** `code` is the system's, e.g. `EACCES`. */
export function unwritable(folder: string, code: string, cause?: unknown): Failure {
  return new Failure("directory-unwritable", `${folder} cannot be written to: ${WHY[code] ?? code}.`, {
    hint: "Name a folder of your own: hlsctl nix write DIR",
    cause,
  });
}
