import { attributeOf } from "../nix/build-argv.ts";
import type { Output } from "../nix/outputs.ts";
import { runApp } from "./app.ts";
import { type Check, failed, passed, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { buildPackage, evalFlake, lastWords } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** Apps that belong to no package. */
const OWN_APPS = ["default", "welcome", "up", "build", "run", "generate-completion", "nginx-config"];

/** Types whose app builds no system before it can tell how it is used. */
const LIGHT_TYPES: readonly string[] = ["runner", "package"];

export function appChecks(outputs: readonly Output[]): Check[] {
  const programs = outputs.filter(({ type }) => type === "vm" || LIGHT_TYPES.includes(type));
  return [
    {
      id: "apps/listed",
      tier: "quick",
      title: "the flake has an app for everything that runs",
      needs: ["nixpkgs"],
      run: (context) => checkListed(context, [...OWN_APPS, ...programs.map(({ name }) => name)]),
    },
    ...OWN_APPS.map(helpCheck),
    ...programs.filter(({ type }) => type !== "vm").map(({ name }) => helpCheck(name)),
    ...programs.filter(({ type }) => type === "vm").map(machineCheck),
  ];
}

function helpCheck(name: string): Check {
  return {
    id: `apps/${name}`,
    tier: "build",
    title: `\`nix run .#${name} -- --help\` tells how it is used`,
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkHelp(context, name),
  };
}

/** The program of a VM starts the VM whatever it is told, so that its app is only looked at. */
function machineCheck({ name, program }: Output): Check {
  return {
    id: `apps/${name}`,
    tier: "full",
    title: `\`nix run .#${name}\` would start the VM`,
    needs: ["nixpkgs", "linux"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkProgram(context, name, `bin/${program}`),
  };
}

async function checkProgram(context: CheckContext, name: string, program: string): Promise<Verdict> {
  const attribute = attributeOf(context.system, name).replace(/^packages/, "apps");
  const answer = await evalFlake(context, attribute, "app: app.program");
  if (!answer.ok) return failed("the app does not evaluate", answer.detail);
  const wanted = `${await buildPackage(context, name)}/${program}`;
  if (answer.value !== wanted) return failed(`the app starts ${answer.value}, not ${wanted}`);
  return (await context.host.fs.info(wanted)) === undefined
    ? failed(`${wanted} is not there`)
    : passed(wanted);
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
