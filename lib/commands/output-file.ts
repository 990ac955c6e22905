import { dirname, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";

/** Refuses, before any work, files that could not be written afterwards; undefined ones were not asked for. */
export async function checkOutputs(host: Host, files: readonly (string | undefined)[]): Promise<void> {
  const wanted = files.filter((file) => file !== undefined);
  for (const file of wanted) await checkOutput(host, file);
  const twice = wanted.find((file, i) => wanted.findIndex((other) => samePath(host, other, file)) !== i);
  if (twice === undefined) return;
  throw new Failure("usage-bad-value", `${twice} is asked for twice; the second would replace the first.`);
}

async function checkOutput(host: Host, file: string): Promise<void> {
  const path = resolve(host.cwd, file);
  const folder = dirname(path);
  const [there, around] = await Promise.all([infoOf(host, path), infoOf(host, folder)]);
  if (there?.kind === "directory") throw new Failure("usage-bad-value", `${file} is a folder, not a file.`);
  if (around?.kind !== "directory") {
    throw new Failure("directory-unwritable", `${file} cannot be written: there is no folder ${folder}.`, {
      hint: `mkdir -p ${folder}`,
    });
  }
  if (there && there.kind !== "file") return;
  const problem = await host.fs.probeWritable(folder);
  if (problem === undefined) return;
  throw new Failure("directory-unwritable", `${file} cannot be written: ${problem} in ${folder}.`, {
    hint: "Name a file in a folder of your own.",
  });
}

/** What lies behind a file that is no folder, or closed, cannot be looked at. */
function infoOf(host: Host, path: string) {
  return host.fs.info(path).catch(() => undefined);
}

function samePath(host: Host, a: string, b: string): boolean {
  return resolve(host.cwd, a) === resolve(host.cwd, b);
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
