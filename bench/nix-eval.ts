/**
 * `profiles show default --json` of the compiled binary against `nix eval` of the same value, which `nix/test-origin/config`
 * works out from the same files: as an output of a flake of this repository, which is how people ask Nix, and as a bare
 * expression, which is mostly Nix's own start. Medians of one hyperfine run.
 * Run: bun run build && bun bench/nix-eval.ts      (needs nix, git and hyperfine)
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { timeCommands } from "./support/hyperfine.ts";

const ROOT = resolve(import.meta.dir, "..");
const LIMIT = 5;

// Evaluates without a daemon, a store of root's own or the network.
const NIX_CONFIG = [
  "build-users-group =",
  "sandbox = false",
  "substituters =",
  "experimental-features = nix-command flakes",
].join("\n");
const env = { ...process.env, NIX_CONFIG };

const SHOW = [`${ROOT}/dist/hlsctl`, "profiles", "show", "default", "--json"];
const EXPRESSION = `(import ${ROOT}/nix/test-origin/config { profilesDir = ${ROOT}/profiles; }).resolve "default" { }`;
const BARE = ["nix", "eval", "--json", "--impure", "--expr", EXPRESSION];

const folder = await mkdtemp(join(tmpdir(), "hlsctl-flake-"));
try {
  const flake = ["nix", "eval", "--json", `git+file://${await cloneWithFlake(folder)}#profiles.default`];
  const { data } = (await answerOf(SHOW)) as { data: Shown };
  for (const argv of [flake, BARE]) {
    if (!Bun.deepEquals(numbersOf((await answerOf(argv)) as Shown), numbersOf(data))) {
      throw new Error(
        "Nix works out another value than hlsctl; `bun test tests/nix/agree.test.ts` tells where.",
      );
    }
  }
  const commands = [SHOW, flake, BARE].map(quote);
  const [show, asFlake, asExpression] = await timeCommands(commands, {
    runs: 40,
    warmup: 5,
    env: { NIX_CONFIG },
  });
  const ratio = asFlake!.medianMs / show!.medianMs;
  const verdict = `at least ${LIMIT} ×: ${ratio >= LIMIT ? "reached" : "MISSED"}`;
  console.log(`hlsctl profiles show default --json: median ${show!.medianMs.toFixed(1)} ms`);
  console.log(
    `nix eval of a flake: median ${asFlake!.medianMs.toFixed(1)} ms, ${ratio.toFixed(1)} × (${verdict})`,
  );
  console.log(
    `nix eval of an expression: median ${asExpression!.medianMs.toFixed(1)} ms, ` +
      `${(asExpression!.medianMs / show!.medianMs).toFixed(1)} ×`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Shown {
  config: object;
  derived: { renditions: readonly object[] };
  cache: object;
}

/** What both have: a rendition's size, level and codecs are hlsctl's alone. */
function numbersOf({ config, derived, cache }: Shown): object {
  const renditions = derived.renditions.map((one) => {
    const { width, height, level, codecs, ...numbers } = one as Record<string, unknown>;
    return numbers;
  });
  return { config, derived: { ...derived, renditions }, cache };
}

/** A clone of this repository with the flake added, as in a checkout somebody works in. */
async function cloneWithFlake(parent: string): Promise<string> {
  const clone = join(parent, "hlsctl");
  await must(["git", "clone", "--quiet", ROOT, clone]);
  await cp(join(ROOT, "nix"), join(clone, "nix"), { recursive: true });
  await cp(join(ROOT, "profiles"), join(clone, "profiles"), { recursive: true });
  await cp(join(ROOT, "bench/nix/flake.nix"), join(clone, "flake.nix"));
  await must(["git", "-C", clone, "add", "--all"]);
  return clone;
}

async function answerOf(argv: readonly string[]): Promise<unknown> {
  return JSON.parse(await must(argv));
}

async function must(argv: readonly string[]): Promise<string> {
  const child = Bun.spawn([...argv], { env, stdout: "pipe", stderr: "pipe" });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  if (status !== 0) throw new Error(`${argv.slice(0, 3).join(" ")} ended with ${status}\n${stderr}`);
  return stdout;
}

/** Words as hyperfine splits them. */
function quote(argv: readonly string[]): string {
  return argv.map((word) => (/[\s"#]/.test(word) ? `'${word}'` : word)).join(" ");
}
