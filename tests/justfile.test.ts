import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { refusalOf } from "./support/accepted.ts";

const ROOT = resolve(import.meta.dir, "..");
const text = await Bun.file(join(ROOT, "Justfile")).text();
const { scripts } = await Bun.file(join(ROOT, "package.json")).json();

interface Recipe {
  name: string;
  /** Parameter → its default; undefined where it must be given. */
  parameters: Map<string, string | undefined>;
  /** Another recipe and the words it is given. */
  calls: { name: string; words: string[] } | undefined;
  lines: string[];
}

/** `NAME PARAM="default" *words: (OTHER "word" words)` and the indented lines below. */
function parseRecipes(justfile: string): Recipe[] {
  const heads = [
    ...justfile.matchAll(/^([a-z][\w-]*)((?: [*\w]+(?:="[^"]*")?)*):(?!=) *(?:\((.*)\))?$((?:\n {4}.*)*)/gm),
  ];
  return heads.map(([, name = "", parameters = "", called, body = ""]) => {
    const pairs = [...parameters.matchAll(/ (\*?\w+)(?:="([^"]*)")?/g)];
    const [other = "", ...words] = called?.split(" ").map((word) => word.replaceAll('"', "")) ?? [];
    return {
      name,
      parameters: new Map(pairs.map(([, key = "", value]) => [key, key.startsWith("*") ? "" : value])),
      calls: called === undefined ? undefined : { name: other, words },
      lines: body
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    };
  });
}

const recipes = parseRecipes(text);
const recipeOf = (name: string) => recipes.find((recipe) => recipe.name === name);

/** What stands for parameters that have no default. */
const EXAMPLES: Record<string, string> = { type: "vm", folder: "flake" };

/** The lines a recipe runs, its parameters at their defaults or as another recipe gives them. */
function commandsOf(recipe: Recipe, given: readonly string[] = []): string[] {
  const names = [...recipe.parameters.keys()];
  const value = (name: string) => {
    const at = names.findIndex((key) => key.replace("*", "") === name);
    if (names[at]?.startsWith("*")) return given.slice(at).join(" ");
    return given[at] ?? recipe.parameters.get(name) ?? EXAMPLES[name];
  };
  const own = recipe.lines.map((line) =>
    line.replace(/\{\{ (\w+) \}\}/g, (whole, name: string) =>
      name === "hlsctl"
        ? "hlsctl"
        : name === "stream"
          ? "http://127.0.0.1:17080/stream.m3u8"
          : (value(name) ?? whole),
    ),
  );
  if (!recipe.calls) return own;
  const other = recipeOf(recipe.calls.name);
  if (!other) throw new Error(`${recipe.name} calls ${recipe.calls.name}, which does not exist`);
  return commandsOf(
    other,
    recipe.calls.words.filter((word) => word !== "words"),
  );
}

describe("the Justfile", () => {
  test("is read whole: every line that is not indented is known", () => {
    const heads = text.split("\n").filter((line) => /^[a-z]/.test(line) && !/^alias |:=/.test(line));
    expect(recipes.map(({ name }) => name)).toEqual(heads.map((line) => /^[\w-]+/.exec(line)![0]));
    expect(recipes.length).toBeGreaterThan(25);
  });

  test("says of each recipe what it does, or of the row it stands in", () => {
    const bare = [...text.matchAll(/^\n[a-z][\w-]*.*:(?!=)/gm)].map((match) => match[0].trim());
    expect(bare).toEqual([]);
  });

  test.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    "%s runs what exists",
    async (_, recipe) => {
      const commands = commandsOf(recipe);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) expect(await problemOf(command)).toBeUndefined();
    },
  );

  test("has aliases of recipes that exist", () => {
    const targets = [...text.matchAll(/^alias [\w-]+ := ([\w-]+)$/gm)].map((match) => match[1]!);
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((name) => !recipeOf(name))).toEqual([]);
  });
});

const NIX_VERBS = ["develop", "fmt"];

async function problemOf(command: string): Promise<string | undefined> {
  const words = command.replace(/^@/, "").split(" ");
  const [program = "", verb = "", third = ""] = words;
  if (program === "hlsctl") return refusalOf(words.slice(1).join(" "));
  if (program === "just") return verb === "--list" ? undefined : command;
  if (program === "nix") return NIX_VERBS.includes(verb) ? undefined : command;
  const script = program === "npm" ? (verb === "run" ? third : verb) : third === "run" ? words[3] : undefined;
  if (script !== undefined) return script in scripts ? undefined : `there is no script ${script}`;
  if (program === "npx" && verb === "bun")
    return (await Bun.file(join(ROOT, third)).exists()) ? undefined : command;
  return command;
}
