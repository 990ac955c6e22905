import { describe, expect, test } from "bun:test";
import { describeProgram } from "../../../lib/commands/describe.ts";
import { isGroupShape } from "../../../lib/render/completion/shape.ts";
import { commandsOf, sourceOfValues, spellings, valuedFlags } from "../../../lib/render/completion/words.ts";

const program = await describeProgram();

describe("the command line as completions see it", () => {
  test("has every command that is not hidden", () => {
    const names = commandsOf(program).map((command) => command.name);
    expect(names).toEqual(expect.arrayContaining(["up", "profiles show", "explain", "completion"]));
    expect(names.filter((name) => name.startsWith("__"))).toEqual([]);
  });

  test("no flag takes a value in one command and none in another: shells skip values before they know the command", () => {
    const valued = new Set(valuedFlags(program));
    const flags = commandsOf(program).flatMap((command) =>
      command.flags.filter((flag) => flag.hint === null).flatMap(spellings),
    );
    expect(flags.filter((flag) => valued.has(flag))).toEqual([]);
  });

  test("commands of a group begin with its name", () => {
    for (const group of program.filter(isGroupShape)) {
      for (const { name } of group.commands) expect(name).toStartWith(`${group.name} `);
    }
  });

  test("only the last word of a command takes all further ones, and none is required behind one that is not", () => {
    for (const { words } of commandsOf(program)) {
      expect(words.slice(0, -1).filter((word) => word.isRepeatable)).toEqual([]);
      const firstFree = words.findIndex((word) => !word.isRequired);
      if (firstFree >= 0) expect(words.slice(firstFree).filter((word) => word.isRequired)).toEqual([]);
    }
  });

  test("options hold nothing that the scripts would have to quote", () => {
    const options = commandsOf(program).flatMap(({ words, flags }) =>
      [...words, ...flags].flatMap((one) => one.options),
    );
    expect(options.length).toBeGreaterThan(5);
    expect(options.filter((option) => !/^[\w.-]+$/.test(option))).toEqual([]);
  });

  test("each example is a command line of that command", () => {
    for (const { name, examples } of commandsOf(program)) {
      for (const example of examples) expect(example).toContain(`hlsctl ${name}`);
    }
  });

  test("help, its words and flags have descriptions without a full stop, in which shells would end with two", () => {
    const texts = commandsOf(program).flatMap(({ description, words, flags }) => [
      description,
      ...[...words, ...flags].map((one) => one.description),
    ]);
    expect(texts.filter((text) => text === "" || text.endsWith("."))).toEqual([]);
  });
});

test("fixed options come before what hlsctl would be asked for", () => {
  const word = { hint: "X", description: "x", isRequired: false, isRepeatable: false };
  expect(sourceOfValues({ ...word, options: ["a"], completes: "profiles" })).toEqual({
    from: "options",
    options: ["a"],
  });
  expect(sourceOfValues({ ...word, options: [], completes: "profiles" })).toEqual({
    from: "hlsctl",
    kind: "profiles",
  });
  expect(sourceOfValues({ ...word, options: [], completes: "files" })).toEqual({ from: "files" });
  expect(sourceOfValues({ ...word, options: [], completes: null })).toEqual({ from: "user" });
});
