import type { Output } from "../nix/outputs.ts";
import { runApp } from "./app.ts";
import { type Check, failed, passed, type Tier, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { evalFlake, lastWords } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** Apps that belong to no package. */
const OWN_APPS = ["default", "welcome", "up", "build", "run", "generate-completion", "nginx-config"];

/** Types whose outputs are programs. */
const PROGRAM_TYPES: readonly string[] = ["runner", "package", "vm"];

export function appChecks(outputs: readonly Output[]): Check[] {
  const programs = outputs.filter(({ type }) => PROGRAM_TYPES.includes(type));
  return [
    {
      id: "apps/listed",
      tier: "quick",
      title: "the flake has an app for everything that runs",
      needs: ["nixpkgs"],
      run: (context) => checkListed(context, [...OWN_APPS, ...programs.map(({ name }) => name)]),
    },
    ...OWN_APPS.map((name) => helpCheck(name, "build")),
    ...programs.map(({ name, type }) => helpCheck(name, type === "vm" ? "full" : "build")),
  ];
}

/** A VM's program is built with the VM, which is the full tier's. */
function helpCheck(name: string, tier: Tier): Check {
  return {
    id: `apps/${name}`,
    tier,
    title: `\`nix run .#${name} -- --help\` tells how it is used`,
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkHelp(context, name),
  };
}

async function checkListed(context: CheckContext, names: readonly string[]): Promise<Verdict> {
  const answer = await evalFlake(context, `apps.${context.system}`, "builtins.mapAttrs (_: app: app.type)");
  if (!answer.ok) return failed("the apps cannot be listed", answer.detail);
  const types = answer.value as Record<string, string>;
  const lacking = names.filter((name) => types[name] !== "app");
  if (lacking.length > 0) return failed("apps are lacking", lacking.join(" "));
  return passed(`${Object.keys(types).length} apps`);
}

async function checkHelp(context: CheckContext, name: string): Promise<Verdict> {
  const result = await runApp(context, name, ["--help"]);
  if (result.status !== 0) return failed(`it ends with ${result.status}`, lastWords(result));
  const said = `${result.stdout}${result.stderr}`;
  return /usage|hlsctl|nix run/i.test(said) ? passed() : failed("it says nothing of use", said.slice(0, 500));
}
