import { Failure } from "../errors.ts";

const WHY: Readonly<Record<string, string>> = {
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "the file system is read-only",
  ENOENT: "nothing can be made there",
  ENOTDIR: "a part of the path is a file",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links go in a circle",
  EEXIST: "something else has that name",
  EISDIR: "a folder has the name of a file",
  ENOTEMPTY: "there is something in the way",
  EBUSY: "the system is using it",
};

/** What to do about a folder of the user's. */
const NAME_ANOTHER = "Name a folder of your own: hlsctl nix write DIR";
/** What to do about a folder below HLSCTL_HOME. */
export const MOVE_HOME = "Set HLSCTL_HOME to a folder of your own.";

/** The system's words for its error code, or the code. */
export function whyNot(code: string): string {
  return WHY[code] ?? code;
}

/**
 * What the system says about a folder that is written to, as what its user can mend, with the hint for it; anything else stays
 * what it is.
 */
export function writeFailure(error: unknown, folder: string, hint = NAME_ANOTHER): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Failure("disk-full", `There is no space left for the flake in ${folder}.`, {
      hint: `Free some space. Or: ${hint}`,
      cause: error,
    });
  }
  return code in WHY ? unwritable(folder, code, { hint, cause: error }) : error;
}

/** `code` is the system's, e.g. `EACCES`. */
export function unwritable(
  folder: string,
  code: string,
  { hint = NAME_ANOTHER, cause }: { hint?: string; cause?: unknown } = {},
): Failure {
  return new Failure("directory-unwritable", `${folder} cannot be written to: ${whyNot(code)}.`, {
    hint,
    cause,
  });
}
