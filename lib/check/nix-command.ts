import { buildOutput } from "../build/run-nix.ts";
import type { ExecResult } from "../host/host.ts";
import { attributeOf, FEATURES, flakeFlags } from "../nix/build-argv.ts";
import type { CheckContext } from "./context.ts";

/** Longer than any evaluation; the check's own limit ends it first. */
const LIMIT_MS = 2 * 60 * 60_000;

/** What Nix says of inputs taken from elsewhere, each time. */
const OF_INPUTS =
  /^(warning: not writing|• (Updated|Added|Removed) input|\s+(→ )?'(github|git|path|file|tarball):)/;

/** How much of what a program said is told. */
const LAST_LINES = 16;

export type NixAnswer<T> = { ok: true; value: T } | { ok: false; detail: string };

/** The value of an attribute of the flake, `apply` (a Nix function) put to it. */
export function evalFlake(
  context: CheckContext,
  attribute: string,
  apply: string,
): Promise<NixAnswer<unknown>> {
  const words = ["eval", "--json", ...flakeFlags(context.nix), installable(attribute), "--apply", apply];
  return evaluate(context, words);
}

/** The value of an expression that may read files and `env`; needs no flake, no inputs and no store but its own. */
export function evalExpression(
  context: CheckContext,
  expression: string,
  env: Readonly<Record<string, string>>,
): Promise<NixAnswer<unknown>> {
  return evaluate(context, ["eval", "--impure", "--json", "--expr", expression], env);
}

/** Builds an output of the flake: the path of its first output. Throws the `Failure` of the build. */
export function buildPackage(context: CheckContext, name: string): Promise<string> {
  return buildAttribute(context, attributeOf(context.system, name));
}

/** The same for any attribute. */
export async function buildAttribute(context: CheckContext, attribute: string): Promise<string> {
  const { host, flake: flakeDir, nix, signal, control, onBuild } = context;
  const { path, overrideInputs, offline } = nix;
  const call = { nix: path, flakeDir, attribute, overrideInputs, offline, outLink: null };
  const { outputs } = await buildOutput(host, call, {
    signal,
    control,
    wanted: attribute,
    onProgress: onBuild,
  });
  const [first] = Object.values(outputs);
  if (first === undefined) throw new Error(`${attribute} has no output`);
  return outputs.out ?? first;
}

/** The command that starts an app as a user would, to be run in the flake's folder. */
export function appArgv(context: CheckContext, app: string, args: readonly string[]): string[] {
  const attribute = attributeOf(context.system, app).replace(/^packages/, "apps");
  return [
    context.nix.path,
    ...FEATURES,
    "run",
    ...flakeFlags(context.nix),
    installable(attribute),
    "--",
    ...args,
  ];
}

/** Variables of every hlsctl that a check starts: it keeps its instances apart from the user's. */
export function homeEnv({ home }: Pick<CheckContext, "home">): Record<string, string> {
  return { HLSCTL_HOME: home, NO_COLOR: "1", CI: "1" };
}

/** The last words of a program that failed, without colours. */
export function lastWords({ stdout, stderr, problem, status }: ExecResult): string {
  const text = Bun.stripANSI(stderr.trim() || stdout.trim());
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !OF_INPUTS.test(line));
  const end = lines.slice(-LAST_LINES).join("\n");
  return end || (problem ? `it ended by ${problem}` : `it ended with ${status} and said nothing`);
}

/** Nix runs in the flake's folder: not every release reads a blank in the path of a flake. */
function installable(attribute: string): string {
  return `path:.#${attribute}`;
}

async function evaluate(
  context: CheckContext,
  [verb = "", ...rest]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<NixAnswer<unknown>> {
  const { host, flake: cwd, nix, signal } = context;
  const argv = [nix.path, ...FEATURES, verb, ...rest];
  const result = await host.exec(argv, { timeoutMs: LIMIT_MS, cwd, signal, env });
  if (result.status !== 0) return { ok: false, detail: lastWords(result) };
  try {
    return { ok: true, value: JSON.parse(result.stdout) };
  } catch {
    return { ok: false, detail: `Nix answered what is no JSON: ${result.stdout.slice(0, 200)}` };
  }
}
