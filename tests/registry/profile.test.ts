import { describe, expect, test } from "bun:test";
import { Failure } from "../../lib/errors.ts";
import { asTable, parseProfile } from "../../lib/registry/profile.ts";
import type { Table, Value } from "../../lib/schema/table.ts";

const SOURCE = "/home/ana/mine.toml";

function parse(table: Table, name = "mine") {
  return parseProfile("origin", name, table, SOURCE);
}

describe("a profile file", () => {
  test("has words about itself, and the rest is configuration", () => {
    const table = { description: "d", aliases: ["m"], extends: ["tap", "logged"], hls: { listSize: 6 } };
    expect(parse(table)).toEqual({
      component: "origin",
      name: "mine",
      description: "d",
      aliases: ["m"],
      extends: ["tap", "logged"],
      overlay: { hls: { listSize: 6 } },
      source: SOURCE,
    });
  });

  test("may be empty, and may name one parent without a list", () => {
    expect(parse({})).toMatchObject({ description: "", aliases: [], extends: [], overlay: {} });
    expect(parse({ extends: "tap" }).extends).toEqual(["tap"]);
  });

  test.each<[string, Value]>([
    ["description", 5],
    ["aliases", 5],
    ["aliases", ["a", 5]],
    ["extends", { a: 1 }],
    ["extends", true],
  ])("is refused when %s is %p", (word, value) => {
    expect(() => parse({ [word]: value })).toThrow(`The profile in ${SOURCE} cannot be used: ${word} is`);
  });

  test.each(["Mine", "", "-mine", "my profile", "mine/x", "é", "__proto__"])(
    "cannot be called %p",
    (name) => {
      expect(() => parse({}, name)).toThrow("its name");
    },
  );

  test.each([
    ["lower-case letters, digits, dots, dashes and underscores", "0a.b-c_d"],
    ["a letter or digit first", "_mine"],
  ])("is told that a name is %s", (rule, name) => {
    expect(() => parse({}, "My")).toThrow(rule);
    if (name.startsWith("_")) expect(() => parse({}, name)).toThrow("its name");
    else expect(parse({}, name).name).toBe(name);
  });
});

describe("what was read from a file", () => {
  test.each<[string, unknown]>([
    ["a list", []],
    ["text", "x"],
    ["nothing", null],
    ["a number", 5],
  ])("is refused when it is %s", (_, value) => {
    expect(() => asTable(value, SOURCE)).toThrow("it is no table");
  });

  test("is refused when a date is in it, which no key takes", () => {
    expect(() => asTable({ hls: { listSize: new Date(0) } }, SOURCE)).toThrow("hls.listSize is a date");
  });

  test("is refused when it is nested without end", () => {
    let deep: Value = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => asTable({ deep }, SOURCE)).toThrow("nested more than 16 levels deep");
  });

  test("ends hlsctl with 3", () => {
    try {
      asTable([], SOURCE);
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).exitCode).toBe(3);
    }
    expect.assertions(2);
  });
});
