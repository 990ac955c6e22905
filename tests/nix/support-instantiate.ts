import { resolve } from "node:path";
import type { Answer } from "../support/sandbox.ts";

export const ROOT = resolve(import.meta.dir, "../..");

/** A Nix of its own: no daemon, no users, no network. */
const ENV = { ...process.env, NO_COLOR: "1", NIX_CONFIG: "build-users-group =\nsubstituters =" };

async function instantiate(args: readonly string[]): Promise<Answer> {
  const child = Bun.spawn(["nix-instantiate", ...args], {
    cwd: ROOT,
    env: ENV,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  return { status, stdout, stderr: withoutWarnings(stderr) };
}

/** A container without Nix's build users is told so at each start. */
function withoutWarnings(text: string): string {
  return text.replace(/^warning:.*\n/gm, "");
}

/** The value of an expression; throws with what Nix says when it has none. */
export async function evaluate(expression: string): Promise<unknown> {
  const { status, stdout, stderr } = await instantiate([
    "--eval",
    "--strict",
    "--json",
    "--expr",
    expression,
  ]);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What Nix says of an expression without a value, each run of white space as one space. */
export async function refusalOf(expression: string): Promise<string> {
  const { status, stdout, stderr } = await instantiate([
    "--eval",
    "--strict",
    "--json",
    "--expr",
    expression,
  ]);
  if (status === 0) throw new Error(`it has a value: ${stdout}`);
  return stderr.replace(/\s+/g, " ");
}

/** Syntax errors and undefined variables of Nix files, in Nix's words; none is the empty text. */
export async function syntaxErrors(files: readonly string[]): Promise<string> {
  const { status, stderr } = await instantiate(["--parse", ...files]);
  return status === 0 ? "" : stderr;
}
