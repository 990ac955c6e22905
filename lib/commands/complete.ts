import { join } from "node:path";
import { hasKey, listEntries } from "../explain/entries.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import { TYPES } from "../plan/plan.ts";
import { baseOf } from "../registry/registry.ts";
import type { DynamicCompletion } from "../render/completion/shape.ts";
import { COMPONENTS, type Component, keysOf } from "../schema/component.ts";
import type { KeyInfo } from "../schema/key.ts";
import { lookupPath } from "../schema/table.ts";
import { defineCommand } from "./command.ts";
import { componentOf } from "./component-arg.ts";
import { surveyProfiles } from "./load-profiles.ts";

/** A value and what it is. */
type Candidate = readonly [value: string, description: string];

/** What was typed: the word being completed and all words after `hlsctl`. */
interface Typed {
  word: string;
  line: readonly string[];
}

/** What completion scripts ask: candidates one a line, a tab before the description. Never fails. Not for people. */
export const completeCommand = defineCommand({
  name: "__complete",
  description: "Print what a word can become",
  args: {
    kind: {
      kind: "word",
      hint: "KIND",
      description: "profiles, instances, types, outputs, checks, keys, settings or inputs",
    },
    typed: { kind: "word", hint: "WORD", description: "The word, then the line", repeatable: true },
  },
  async run({ kind = "", typed }, { host, out }) {
    const [word = "", ...line] = typed;
    const source = Object.hasOwn(SOURCES, kind) ? SOURCES[kind as DynamicCompletion] : undefined;
    const found = await source?.(host, { word, line }).catch(() => []);
    const lines = (found ?? []).map(([value, description]) => `${value}\t${description}\n`);
    if (lines.length > 0) out.answer(lines.join(""));
  },
});

const SOURCES: Readonly<
  Record<DynamicCompletion, (host: Host, typed: Typed) => Promise<readonly Candidate[]>>
> = {
  profiles: profileNames,
  instances: instanceNames,
  types: async () => TYPES.map((type) => [type, ""] as const),
  outputs: outputNames,
  checks: checkNames,
  keys: async (_host, typed) => keyNames(typed),
  settings: async (_host, { word, line }) => settings(word, componentIn(line) ?? "origin"),
  inputs: inputNames,
};

async function profileNames(host: Host, { line }: Typed): Promise<readonly Candidate[]> {
  const files = valuesIn(line, "--profile-file");
  const component = componentIn(line) ?? "origin";
  const { registry } = await surveyProfiles(host, component, { "profile-file": files });
  return registry.profiles.flatMap(({ name, aliases, description }) =>
    [name, ...aliases].map((word) => [word, description] as const),
  );
}

/** The types of an origin, and once something is typed every output of the flake: there are more than a hundred. */
async function outputNames(host: Host, { word, line }: Typed): Promise<readonly Candidate[]> {
  const { OUTPUT_TYPES } = await import("../nix/output-types.ts");
  const types = OUTPUT_TYPES.filter(({ component }) => component === "test-origin");
  const candidates = types.map(({ type, description }) => [type, description] as const);
  if (word === "") return candidates;
  const { listOutputs } = await import("../nix/outputs.ts");
  const { surveyFlakeProfiles } = await import("./flake-profiles.ts");
  const owner = word.startsWith("swarm") ? "swarm" : "origin";
  const files = { "profile-file": valuesIn(line, "--profile-file") };
  const { origin, swarm } = await surveyFlakeProfiles(host, owner, files);
  const outputs = listOutputs([...origin.registry.profiles, ...swarm.registry.profiles]);
  return [...candidates, ...outputs.map(({ name, description }) => [name, description] as const)];
}

/** Inputs of the flake, each with the equals sign that goes before where it is taken from. */
async function inputNames(): Promise<readonly Candidate[]> {
  const { INPUTS } = await import("../nix/override-input.ts");
  return INPUTS.map(([name, description]) => [`${name}=`, description] as const);
}

/** The groups of checks, and those of a group once it is begun: there are more than a hundred. */
async function checkNames(host: Host, { word }: Typed): Promise<readonly Candidate[]> {
  const { GROUPS } = await import("../check/check.ts");
  const groups = GROUPS.map((group) => [group, `All checks of ${group}`] as const);
  if (word === "") return groups;
  const { readCatalogue } = await import("./check-context.ts");
  const { checks } = await readCatalogue(host);
  return [...groups, ...checks.map(({ id, title }) => [id, title] as const)];
}

async function instanceNames(host: Host): Promise<readonly Candidate[]> {
  const names = await host.fs.list(join(pathsOf(host).state, "instances"));
  return names.sort().map((name) => [name, ""] as const);
}

/** Keys as `explain` takes them, `derived.` left out until it is typed; a list's items by their first. */
function keyNames({ word, line }: Typed): Candidate[] {
  const component = componentOf(valuesIn(line, "--component").at(-1));
  const entries = (component ? [component] : COMPONENTS).flatMap(listEntries);
  const shown = (path: string) => (word.startsWith("derived") ? path : path.replace(/^derived\./, ""));
  return entries.map(({ path, description }) => [shown(path).replace(".*.", ".0."), description] as const);
}

/** `hls.` → keys and an equals sign; `testPattern=` → the words it takes, or the value in force before any profile. */
function settings(word: string, component: Component): Candidate[] {
  const [path = "", value] = word.split("=", 2);
  const keys = keysOf(component);
  if (value === undefined) return keys.map((key) => [`${key.path}=`, key.description] as const);
  const key = keys.find((known) => known.path === path);
  return key ? valuesOf(key, value, component).map((one) => [`${path}=${one}`, ""] as const) : [];
}

function valuesOf(key: KeyInfo, typed: string, component: Component): readonly string[] {
  if (key.type === "boolean") return ["true", "false"];
  if (key.type === "list") return listValues(key, typed);
  if (key.options.length > 0) return key.options;
  const base = lookupPath(baseOf(component), key.path);
  return base === undefined ? [] : [String(base)];
}

/** `a,b,` → each of the others behind them. */
function listValues({ options }: KeyInfo, typed: string): string[] {
  const before = typed.includes(",") ? typed.slice(0, typed.lastIndexOf(",") + 1) : "";
  const used = before.split(",");
  return options.filter((option) => !used.includes(option)).map((option) => before + option);
}

/** Whose configuration the line is about: what `--component` says, the `swarm` command's, or that of explain's key. */
function componentIn(line: readonly string[]): Component | undefined {
  const said = componentOf(valuesIn(line, "--component").at(-1));
  const isSwarm = line[0] === "swarm" || (line[0] === "build" && line[1]?.startsWith("swarm-client"));
  if (said || isSwarm) return said ?? "swarm";
  const key = line[0] === "explain" ? line.slice(1).find((word) => !word.startsWith("-")) : undefined;
  return COMPONENTS.find((component) => key !== undefined && key !== "" && hasKey(component, key));
}

/** Values of a flag, behind it or joined to it. */
function valuesIn(line: readonly string[], flag: string): string[] {
  return line.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    const next = line[index + 1];
    return word === flag && next ? [next] : [];
  });
}
