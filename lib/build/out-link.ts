import { dirname, join, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { FileInfo, Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { pathsOf } from "../host/paths.ts";
import type { BuildResult } from "../nix/result.ts";
import { describeResult } from "../nix/result.ts";

const STORE = "/nix/store/";

/** Where links to results are kept that the user gave no place. */
export function buildsFolder(host: Host): string {
  return join(pathsOf(host).state, "builds");
}

/**
 * The path of `--out`, free or a link of an earlier build. Throws `Failure("folder-in-use")` for anything else that stands there, and
 * for a folder that is missing, may not be entered or takes no files.
 */
export async function checkOutLink(host: Host, given: string): Promise<string> {
  if (given === "") {
    throw new Failure("usage-bad-value", 'The value of --out is empty: "".', {
      hint: "For example: --out result",
    });
  }
  const path = resolve(host.cwd, given);
  const target = await host.fs.readLink(path).catch(() => undefined);
  const isThere = target !== undefined || (await look(host, path)) !== undefined;
  if (isThere && !target?.startsWith(STORE)) {
    throw new Failure("folder-in-use", `${path} is there, and no link to a result of Nix.`, {
      hint: "Give --out another name: it becomes a link into /nix/store.",
    });
  }
  const folder = dirname(path);
  await requireFolder(host, folder);
  const problem = await host.fs.probeWritable(folder);
  if (problem !== undefined) {
    throw new Failure("directory-unwritable", `No link can be made in ${folder}: ${problem}.`, {
      hint: OWN_FOLDER,
    });
  }
  return path;
}

const OWN_FOLDER = "Give --out a name in a folder of your own.";

/** What is at a path, for `--out`. Throws a `Failure` where the system does not let it be looked at. */
async function look(host: Host, path: string): Promise<FileInfo | undefined> {
  try {
    return await host.fs.info(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENAMETOOLONG" || code === "ELOOP") {
      const what = code === "ELOOP" ? "links that go in a circle" : "a name that is too long";
      throw new Failure("usage-bad-value", `The value of --out has ${what}: ${shorten(path)}.`, {
        cause: error,
      });
    }
    throw new Failure("directory-unwritable", `No link can be made at ${path}: ${code}.`, {
      hint: OWN_FOLDER,
      cause: error,
    });
  }
}

async function requireFolder(host: Host, folder: string): Promise<void> {
  let nearest = folder;
  let found = await look(host, nearest);
  while (found === undefined && dirname(nearest) !== nearest) {
    nearest = dirname(nearest);
    found = await look(host, nearest);
  }
  if (found !== undefined && found.kind !== "directory") {
    throw new Failure(
      "file-not-found",
      `${nearest} is a file, so there is no folder ${folder} to put the link in.`,
      {
        hint: "Give --out a name in a folder.",
      },
    );
  }
  if (nearest === folder) return;
  throw new Failure("file-not-found", `There is no folder ${folder} to put the link in.`, {
    hint: `Make it: mkdir -p ${folder}`,
  });
}

/** Of a path that nobody reads to its end. */
function shorten(path: string): string {
  return path.length > SHOWN ? `${path.slice(0, SHOWN - 1)}…` : path;
}

const SHOWN = 80;

/** Looks at what was built. */
export async function inspectResult(host: Host, path: string): Promise<BuildResult> {
  const info = await host.fs.info(path);
  if (!info) throw new Error(`Nix built ${path}, and it is not there`);
  const file =
    info.kind === "file" ? { sizeBytes: info.sizeBytes, isExecutable: (info.mode & 0o111) !== 0 } : null;
  const [programs, isoNames] = file
    ? [[], []]
    : await Promise.all([host.fs.list(join(path, "bin")), host.fs.list(join(path, "iso"))]);
  const images = await Promise.all(
    isoNames
      .filter((name) => name.endsWith(".iso"))
      .map(async (name) => ({
        name,
        sizeBytes: (await host.fs.info(join(path, "iso", name)))?.sizeBytes ?? 0,
      })),
  );
  return describeResult({ path, file, programs: programs.sort(), images });
}
