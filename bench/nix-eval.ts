/**
 * `profiles show default --json` of the compiled binary against `nix eval` of the same value, which `nix/profile.nix`
 * works out from the same files; medians of one hyperfine run.
 * Run: bun run build && bun bench/nix-eval.ts
 */
import { resolve } from "node:path";
import { timeCommands } from "./support/hyperfine.ts";

const ROOT = resolve(import.meta.dir, "..");
const SHOW = [`${ROOT}/dist/hlsctl`, "profiles", "show", "default", "--json"];
const EXPRESSION = `import ${ROOT}/bench/nix/profile.nix { name = "default"; profiles = ${ROOT}/profiles; }`;
const EVAL = ["nix", "eval", "--json", "--impure", "--expr", EXPRESSION];
const LIMIT = 5;

// Evaluates without a daemon, a store of root's own or the network.
const NIX_CONFIG = [
  "build-users-group =",
  "sandbox = false",
  "substituters =",
  "experimental-features = nix-command flakes",
].join("\n");
const env = { ...process.env, NIX_CONFIG };

const [shown, evaluated] = await Promise.all([answerOf(SHOW), answerOf(EVAL)]);
if (!Bun.deepEquals((shown as { data: unknown }).data, evaluated)) {
  throw new Error("Nix works out another value than hlsctl; bench/nix/profile.nix is out of date.");
}

const commands = [SHOW.join(" "), [...EVAL.slice(0, -1), `'${EXPRESSION}'`].join(" ")];
const [show, nix] = await timeCommands(commands, { runs: 40, warmup: 5, env: { NIX_CONFIG } });
const ratio = nix!.medianMs / show!.medianMs;
console.log(`hlsctl profiles show default --json: median ${show!.medianMs.toFixed(1)} ms`);
console.log(`nix eval of the same value: median ${nix!.medianMs.toFixed(1)} ms`);
console.log(`${ratio.toFixed(1)} × faster (at least ${LIMIT} ×: ${ratio >= LIMIT ? "reached" : "MISSED"})`);

async function answerOf(argv: readonly string[]): Promise<unknown> {
  const child = Bun.spawn([...argv], { env, stdout: "pipe", stderr: "inherit" });
  const [status, stdout] = await Promise.all([child.exited, child.stdout.text()]);
  if (status !== 0) throw new Error(`${argv.slice(0, 3).join(" ")} ended with ${status}`);
  return JSON.parse(stdout);
}
