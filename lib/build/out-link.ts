import { dirname, join, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
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
 * for a folder that is missing or takes no files.
 */
export async function checkOutLink(host: Host, given: string): Promise<string> {
  const path = resolve(host.cwd, given);
  const target = await host.fs.readLink(path).catch(() => undefined);
  const isThere = target !== undefined || (await host.fs.info(path)) !== undefined;
  if (isThere && !target?.startsWith(STORE)) {
    throw new Failure("folder-in-use", `${path} is there, and no link to a result of Nix.`, {
      hint: "Give --out another name: it becomes a link into /nix/store.",
    });
  }
  const folder = dirname(path);
  if ((await host.fs.info(folder))?.kind !== "directory") {
    throw new Failure("file-not-found", `There is no folder ${folder} to put the link in.`, {
      hint: `Make it: mkdir -p ${folder}`,
    });
  }
  const problem = await host.fs.probeWritable(folder);
  if (problem !== undefined) {
    throw new Failure("directory-unwritable", `No link can be made in ${folder}: ${problem}.`, {
      hint: "Give --out a name in a folder of your own.",
    });
  }
  return path;
}

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
