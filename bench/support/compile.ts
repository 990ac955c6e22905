import { join } from "node:path";
import { COMPILE_FLAGS } from "../../scripts/build-targets.ts";

/** Compiles a program of its own into the folder with the flags hlsctl is compiled with; returns its path. */
export async function compileProgram(folder: string, name: string, source: string): Promise<string> {
  const entry = join(folder, `${name}.ts`);
  const path = join(folder, name);
  await Bun.write(entry, source);
  const argv = [process.execPath, "build", ...COMPILE_FLAGS, `--outfile=${path}`, entry];
  const child = Bun.spawn(argv, { stdout: "ignore", stderr: "inherit" });
  if ((await child.exited) !== 0) throw new Error(`${entry} could not be compiled.`);
  return path;
}

export const HELLO = 'console.log("hello");\n';
