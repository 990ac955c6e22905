import { attributeOf } from "../nix/build-argv.ts";
import type { Output } from "../nix/outputs.ts";
import { type Check, failed, passed, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { buildAttribute, evalFlake } from "./nix-command.ts";

/** A first build fetches compilers and FFmpeg. */
export const BUILD_LIMIT_MS = 60 * 60_000;

/** Types behind which a whole NixOS system is evaluated: seconds each. */
const SYSTEM_TYPES: readonly string[] = ["container-enhanced", "vm", "iso", "iso-cloud-init"];

/** What is built here; the other types have groups of their own. */
const BUILT_TYPES: readonly string[] = ["runner", "nginx-config", "package"];

export function packageChecks(outputs: readonly Output[]): Check[] {
  const isHeavy = ({ type }: Output) => SYSTEM_TYPES.includes(type);
  const made = outputs.filter(({ alias }) => alias === null);
  const light = made.filter((output) => !isHeavy(output));
  const heavy = made.filter(isHeavy);
  const sample = heavy.filter(({ profile, type }) => profile === "default" && type === "vm").slice(0, 1);
  const quick = [...light, ...sample];
  return [
    {
      id: "packages/written",
      tier: "quick",
      title: "the flake can be written, with your profiles",
      needs: ["nix"],
      run: async ({ flakeFailure, flake }) =>
        flakeFailure === undefined ? passed(flake) : failed(flakeFailure.message, flakeFailure.hint ?? ""),
    },
    {
      id: "packages/listed",
      tier: "quick",
      title: "the flake has the packages that hlsctl lists, and no others",
      needs: ["nixpkgs"],
      run: (context) => checkListed(context, outputs),
    },
    {
      id: "packages/evaluate",
      tier: "quick",
      title: `${quick.length} packages evaluate`,
      needs: ["nixpkgs"],
      limitMs: BUILD_LIMIT_MS,
      run: (context) => checkEvaluated(context, quick),
    },
    {
      id: "packages/checks-quick",
      tier: "quick",
      title: "the flake's own quick checks hold",
      needs: ["nixpkgs"],
      limitMs: BUILD_LIMIT_MS,
      run: (context) => checkBuilt(context, `legacyPackages.${context.system}.checks.quick`),
    },
    {
      id: "packages/evaluate-systems",
      tier: "build",
      title: `${heavy.length} packages with NixOS inside evaluate`,
      needs: ["nixpkgs", "linux"],
      limitMs: BUILD_LIMIT_MS,
      run: (context) => checkEvaluated(context, heavy),
    },
    ...made.filter(({ type }) => BUILT_TYPES.includes(type)).map(buildCheck),
  ];
}

function buildCheck({ name }: Output): Check {
  return {
    id: `packages/${name}`,
    tier: "build",
    title: `${name} builds`,
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkBuilt(context, attributeOf(context.system, name)),
  };
}

async function checkListed(context: CheckContext, outputs: readonly Output[]): Promise<Verdict> {
  const answer = await evalFlake(context, `packages.${context.system}`, "builtins.attrNames");
  if (!answer.ok) return failed("the packages cannot be listed", answer.detail);
  const theirs = new Set(answer.value as string[]);
  const ours = new Set(outputs.map(({ name }) => name));
  const lacking = [...ours].filter((name) => !theirs.has(name));
  const strange = [...theirs].filter((name) => !ours.has(name) && name !== "default");
  if (lacking.length + strange.length === 0) return passed(`${theirs.size} packages`);
  const words = [
    ...lacking.map((name) => `${name} is not in the flake`),
    ...strange.map((name) => `${name} is not in hlsctl's list`),
  ];
  return failed("the flake and hlsctl list different packages", words.join("\n"));
}

/** One evaluation for all of them; names have letters, digits, dots and dashes only. */
async function checkEvaluated(context: CheckContext, outputs: readonly Output[]): Promise<Verdict> {
  const names = outputs.map(({ name }) => `"${name}"`).join(" ");
  const apply = `packages: map (name: packages.\${name}.drvPath) [ ${names} ]`;
  const answer = await evalFlake(context, `packages.${context.system}`, apply);
  if (!answer.ok) return failed("a package does not evaluate", answer.detail);
  const paths = answer.value as string[];
  const wrong = paths.find((path) => !/^\/.+\.drv$/.test(path));
  return wrong === undefined && paths.length === outputs.length
    ? passed(`${new Set(paths).size} derivations`)
    : failed("what was evaluated is no derivation", String(wrong));
}

async function checkBuilt(context: CheckContext, attribute: string): Promise<Verdict> {
  const path = await buildAttribute(context, attribute);
  const info = await context.host.fs.info(path);
  return info === undefined ? failed(`${path} is not there`) : passed(path);
}
