/**
 * `nix flake show` of the flake, all four systems, on the stand-in for nixpkgs: evaluated anew, and from Nix's
 * evaluation cache. Medians of one hyperfine run.
 * Run: bun bench/flake-show.ts      (needs nix and hyperfine, and a /nix/store that may be written)
 */
import { flakeCopy, NIX_ENV, nixText, STUB_ARGS } from "../tests/support/nix.ts";
import { timeCommands } from "./support/hyperfine.ts";

const LIMIT_SEC = 1.5;

const show = ["flake", "show", "--json", ...STUB_ARGS, `path:${await flakeCopy()}`];
const { packages }: { packages: Record<string, object> } = JSON.parse(await nixText(show));
const count = Object.values(packages).flatMap(Object.keys).length;
const warm = `nix ${show.join(" ")}`;
const timings = await timeCommands([`${warm} --no-eval-cache`, warm], { runs: 5, warmup: 1, env: NIX_ENV });

for (const [index, title] of ["evaluated anew", "from the cache"].entries()) {
  const seconds = (timings[index]?.medianMs ?? Number.NaN) / 1000;
  const verdict = seconds <= LIMIT_SEC ? "reached" : "MISSED";
  console.log(
    `nix flake show, ${count} packages, ${title}: median ${seconds.toFixed(2)} s ` +
      `(at most ${LIMIT_SEC} s: ${verdict})`,
  );
}
