import { Failure, type FailureId } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import type { ArgDef, ArgDefs, ParsedArgs } from "./command.ts";
import { ACTION_ARGS } from "./common-args.ts";
import { type FlagNames, type FlagToken, tokenize } from "./tokenize.ts";

type Values = Record<string, boolean | string | readonly string[] | undefined>;
type WordDef = Extract<ArgDef, { kind: "word" }>;

/** Common flags that a script may put behind any command, also one that never asks. */
const TAKEN_EVERYWHERE = { yes: ACTION_ARGS.yes, "no-input": ACTION_ARGS["no-input"] };

/**
 * Command-line words to values, strictly: an unknown flag, a missing or superfluous value, an extra or missing word
 * each throw a `Failure` that ends with 2 and says what is nearest.
 */
export function parseWords<Defs extends ArgDefs>(
  command: string,
  defs: Defs,
  argv: readonly string[],
): ParsedArgs<Defs> {
  const all = { ...TAKEN_EVERYWHERE, ...defs };
  const values = startValues(all);
  const words: string[] = [];
  for (const token of tokenize(argv, flagNames(all))) {
    if (token.kind === "word") words.push(token.value);
    else readFlag(command, all, values, token);
  }
  readWords(command, all, values, words);
  return values as ParsedArgs<Defs>;
}

function flagNames(defs: ArgDefs): FlagNames {
  const entries = Object.entries(defs);
  const valued = entries.flatMap(([name, def]) => (def.kind === "value" ? [name] : []));
  const shorts = entries.flatMap(([name, def]) =>
    def.kind !== "word" && def.short ? [[def.short, name] as const] : [],
  );
  return { valued: new Set(valued), shorts: new Map(shorts) };
}

function startValues(defs: ArgDefs): Values {
  const entries = Object.entries(defs).map(([name, def]) => [name, startValue(def)] as const);
  return Object.fromEntries(entries);
}

function startValue(def: ArgDef): boolean | readonly string[] | undefined {
  if (def.kind === "flag") return false;
  return def.repeatable ? [] : undefined;
}

function readFlag(command: string, defs: ArgDefs, values: Values, token: FlagToken): void {
  const { name, rawName, value } = token;
  const def = Object.hasOwn(defs, name) ? defs[name] : undefined;
  if (!def || def.kind === "word") throw unknownFlag(command, defs, rawName);
  if (def.kind === "flag") {
    if (value !== undefined)
      throw new Failure("usage-bad-value", `${rawName} takes no value, but "${value}" was given.`);
    values[name] = true;
    return;
  }
  if (value === undefined || (!token.isInline && isKnownFlag(defs, value))) {
    throw new Failure("usage-bad-value", `${rawName} needs a value: ${rawName} ${def.hint}`);
  }
  checkOption(rawName, def.options, value);
  const known = values[name];
  values[name] = Array.isArray(known) ? [...known, value] : value;
}

/** `--set --json` has forgotten the value; `--offset -5` has not. */
function isKnownFlag(defs: ArgDefs, text: string): boolean {
  if (text === "--") return true;
  if (text.startsWith("--")) {
    const name = text.slice(2).split("=")[0] ?? "";
    return Object.hasOwn(defs, name) && defs[name]?.kind !== "word";
  }
  return Object.values(defs).some((def) => def.kind !== "word" && def.short && text === `-${def.short}`);
}

function unknownFlag(command: string, defs: ArgDefs, rawName: string): Failure {
  const flags = Object.entries(defs).flatMap(([name, def]) => (def.kind === "word" ? [] : [`--${name}`]));
  const near = suggest(rawName, flags);
  return new Failure("usage-unknown-flag", `\`hlsctl ${command}\` has no flag ${rawName}.`, {
    hint: near ? `Did you mean ${near}?` : `\`hlsctl ${command} --help\` lists the flags.`,
  });
}

function readWords(command: string, defs: ArgDefs, values: Values, given: readonly string[]): void {
  const rest = [...given];
  for (const [name, def] of Object.entries(defs)) {
    if (def.kind !== "word") continue;
    const taken = rest.splice(0, def.repeatable ? rest.length : 1);
    if (taken.length === 0 && def.required) throw missingWord(command, def);
    for (const word of taken) checkOption(def.hint, def.options, word, def.failure);
    values[name] = def.repeatable ? taken : taken[0];
  }
  if (rest.length === 0) return;
  throw new Failure(
    "usage-extra-argument",
    `\`hlsctl ${command}\` does not know what to do with "${rest[0]}".`,
    { hint: `\`hlsctl ${command} --help\` shows how it is used.` },
  );
}

function missingWord(command: string, def: WordDef): Failure {
  return new Failure(
    "usage-missing-argument",
    `\`hlsctl ${command}\` needs ${def.hint}: ${def.description}.`,
    { hint: `\`hlsctl ${command} --help\` shows how it is used.` },
  );
}

function checkOption(
  what: string,
  options: readonly string[] | undefined,
  value: string,
  failure: FailureId = "usage-bad-value",
): void {
  if (!options || options.includes(value)) return;
  const near = suggest(value, options);
  const choices = `It takes ${options.join(", ")}.`;
  throw new Failure(failure, `${what} cannot be "${value}".`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}
