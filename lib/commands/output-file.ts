import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { quoteCommand } from "../render/quote/shell.ts";

/**
 * Refuses, before any work, files that could not be written afterwards, or that are read by the same command; undefined ones
 * were not asked for.
 */
export async function checkOutputs(
  host: Host,
  files: readonly (string | undefined)[],
  inputs: readonly string[] = [],
): Promise<void> {
  const wanted = files.filter((file) => file !== undefined);
  for (const file of wanted) await checkOutput(host, file);
  const [paths, read] = await Promise.all([realPaths(host, wanted), realPaths(host, inputs)]);
  const twice = wanted.find((_, i) => paths.indexOf(paths[i] ?? "") !== i);
  if (twice !== undefined) {
    throw new Failure("usage-bad-value", `${twice} is asked for twice; the second would replace the first.`);
  }
  const own = wanted.find((_, i) => read.includes(paths[i] ?? ""));
  if (own === undefined) return;
  throw new Failure(
    "usage-bad-value",
    `${own} is read by this command; writing it would replace what is in it.`,
    {
      hint: "Name another file.",
    },
  );
}

/** Of files that may not be there yet: then their folders count. */
function realPaths(host: Host, files: readonly string[]): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      const path = resolve(host.cwd, file);
      const folder = (await host.fs.realPath(dirname(path))) ?? dirname(path);
      return (await host.fs.realPath(path)) ?? join(folder, basename(path));
    }),
  );
}

async function checkOutput(host: Host, file: string): Promise<void> {
  if (file.trim() === "") {
    throw new Failure("usage-bad-value", `What is to be written needs the name of a file, not "${file}".`);
  }
  const path = resolve(host.cwd, file);
  const folder = dirname(path);
  const [there, around] = await Promise.all([infoOf(host, path), infoOf(host, folder)]);
  if (there?.kind === "directory") throw new Failure("usage-bad-value", `${file} is a folder, not a file.`);
  if (around?.kind !== "directory") throw await whyNoFolder(host, file, folder);
  if (there && there.kind !== "file") return;
  const problem = await host.fs.probeWritable(folder);
  if (problem === undefined) return;
  throw new Failure("directory-unwritable", `${file} cannot be written: ${problem} in ${folder}.`, {
    hint: "Name a file in a folder of your own.",
  });
}

async function whyNoFolder(host: Host, file: string, folder: string): Promise<Failure> {
  for (let above = folder; above !== dirname(above); above = dirname(above)) {
    const info = await infoOf(host, above);
    if (info?.kind === "directory") break;
    if (info)
      return new Failure("usage-bad-value", `${file} cannot be written: ${above} is a file, no folder.`);
  }
  return new Failure("file-not-found", `${file} cannot be written: there is no folder ${folder}.`, {
    hint: `mkdir -p ${quoteCommand([folder])}`,
  });
}

/** What lies behind a file that is no folder, or closed, cannot be looked at. */
function infoOf(host: Host, path: string) {
  return host.fs.info(path).catch(() => undefined);
}

/** Writes a file whole or not at all; a pipe or device is written to, not replaced. */
export async function writeOutput(host: Host, file: string, text: string): Promise<void> {
  const path = resolve(host.cwd, file);
  try {
    const there = await host.fs.info(path);
    const isFile = there === undefined || there.kind === "file";
    await (isFile ? host.fs.writeText(path, text) : host.fs.appendText(path, text));
  } catch (error) {
    throw whyNot(file, error as NodeJS.ErrnoException);
  }
}

function whyNot(file: string, error: NodeJS.ErrnoException): Failure {
  const isFull = error.code === "ENOSPC" || error.code === "EDQUOT";
  const words = `${file} cannot be written: ${isFull ? "there is no space left" : (error.code ?? error.message)}.`;
  return new Failure(isFull ? "disk-full" : "directory-unwritable", words, { cause: error });
}
