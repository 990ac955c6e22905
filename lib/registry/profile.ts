import { Failure } from "../errors.ts";
import type { Component } from "../schema/component.ts";
import { isDeeperThan, isTable, leavesOf, type Table, tableOf, type Value } from "../schema/table.ts";

/** Source of the profiles inside the binary. */
export const BUILT_IN = "built in";

/** A named overlay of a component's base configuration. */
export interface Profile {
  component: Component;
  name: string;
  description: string;
  aliases: readonly string[];
  /** Names of the parents, nearest last. */
  extends: readonly string[];
  overlay: Table;
  /** `BUILT_IN`, or the path of the user's file. */
  source: string;
}

const WORDS = new Set(["description", "aliases", "extends"]);
const NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** Lower-case letters and digits, and behind the first of them dots, dashes and underscores. */
export function isProfileName(text: string): boolean {
  return NAME.test(text);
}

/** A profile file's table to a profile; throws `Failure("profile-invalid")` for words about the profile that are wrong. */
export function parseProfile(component: Component, name: string, table: Table, source: string): Profile {
  if (!isProfileName(name)) {
    throw invalid(
      source,
      `its name "${name}" is not lower-case letters, digits, dots, dashes and underscores, a letter or digit first`,
      "Rename the file.",
    );
  }
  const description = table.description ?? "";
  if (typeof description !== "string") {
    throw invalid(source, `description is ${JSON.stringify(description)}`, "Give one line of text.");
  }
  return {
    component,
    name,
    description: description.replace(/\p{Cc}+/gu, " ").trim(),
    aliases: nameList(table.aliases, "aliases", source),
    extends: nameList(table.extends, "extends", source),
    overlay: tableOf(Object.entries(table).filter(([key]) => !WORDS.has(key))),
    source,
  };
}

function nameList(value: Value | undefined, word: string, source: string): readonly string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.every((item) => typeof item === "string")) return list;
  throw invalid(
    source,
    `${word} is ${JSON.stringify(value)}`,
    `Give ${word} a profile name or a list of names.`,
  );
}

function invalid(source: string, what: string, hint: string): Failure {
  return new Failure("profile-invalid", `The profile in ${source} cannot be used: ${what}.`, { hint });
}

const DEEPEST = 16;

/** Parsed text that must be a table of plain values: TOML dates and bottomless lists are refused. */
export function asTable(value: unknown, source: string): Table {
  if (!isTable(value)) {
    throw invalid(source, "it is no table", "Write keys and values, e.g. `multibitrate = true`.");
  }
  if (isDeeperThan(value, DEEPEST)) {
    throw invalid(source, `it is nested more than ${DEEPEST} levels deep`, "No key lies that deep.");
  }
  const date = leavesOf(value).find((leaf) => leaf.value instanceof Date);
  if (date) {
    throw invalid(source, `${date.keys.join(".")} is a date`, "No key takes one; text goes in quotes.");
  }
  return value;
}
