import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { Failure } from "../../lib/errors.ts";
import { failureOf } from "../support/failure.ts";

const DEFS = {
  profile: { kind: "word", hint: "PROFILE", description: "The profile" },
  others: { kind: "word", hint: "OTHER", description: "More profiles", repeatable: true },
  set: { kind: "value", hint: "KEY=VALUE", description: "Set a key", repeatable: true },
  tail: { kind: "value", hint: "LINES", description: "Only the last lines", short: "n" },
  color: { kind: "value", hint: "WORD", description: "A colour", options: ["red", "green"] },
  json: { kind: "flag", description: "Answer in JSON" },
  verbose: { kind: "flag", description: "Say more", short: "v" },
} as const;

const REQUIRED = {
  shell: {
    kind: "word",
    hint: "SHELL",
    description: "The shell",
    required: true,
    options: ["bash", "zsh"],
    failure: "usage-unknown-shell",
  },
} as const;

function parse(...argv: string[]) {
  return parseWords("test", DEFS, argv);
}

describe("words and flags", () => {
  test("nothing given is no word, no value, an empty list and false", () => {
    expect<object>(parse()).toEqual({
      profile: undefined,
      others: [],
      set: [],
      tail: undefined,
      color: undefined,
      json: false,
      verbose: false,
      yes: false,
      "no-input": false,
    });
  });

  test("may stand in any order", () => {
    expect(parse("--json", "a", "--tail", "5", "b", "-v")).toMatchObject({
      profile: "a",
      others: ["b"],
      tail: "5",
      json: true,
      verbose: true,
    });
  });

  test("a repeatable word takes all further ones", () => {
    expect(parse("a", "b", "--json", "c")).toMatchObject({ profile: "a", others: ["b", "c"] });
  });

  test("--set keeps every occurrence in its order", () => {
    expect(parse("--set", "a=1", "--set=b=2", "--set", "a=3").set).toEqual(["a=1", "b=2", "a=3"]);
  });

  test.each<[string[], string | undefined]>([
    [["--tail=5"], "5"],
    [["--tail", "-5"], "-5"],
    [["--tail=-5"], "-5"],
    [["-n", "5"], "5"],
    [["-n5"], "5"],
    [["-vn", "5"], "5"],
    [["--tail="], ""],
    [["--tail", ""], ""],
    [["--tail=--json"], "--json"],
    [["--tail", "--unknown"], "--unknown"],
    [["--tail", "1", "--tail", "2"], "2"],
  ])("%p gives %p", (argv, value) => {
    expect(parse(...argv).tail).toBe(value as string);
  });

  test("what follows -- are words, whatever they look like", () => {
    expect(parse("--json", "--", "--set", "-v")).toMatchObject({
      profile: "--set",
      others: ["-v"],
      set: [],
      verbose: false,
      json: true,
    });
  });

  test("--yes, -y and --no-input are taken by commands that never ask, for scripts", () => {
    expect(parse("-y", "--no-input").json).toBe(false);
    expect(parse("--yes").json).toBe(false);
  });
});

describe("mistakes end with 2", () => {
  test.each<[string[], string, string, string]>([
    [["--jsn"], "usage-unknown-flag", "has no flag --jsn", "Did you mean --json?"],
    [["--zzzzzzzz"], "usage-unknown-flag", "has no flag --zzzzzzzz", "`hlsctl test --help` lists the flags."],
    [["-x"], "usage-unknown-flag", "has no flag -x", ""],
    [["-vx"], "usage-unknown-flag", "has no flag -x", ""],
    [["--profile", "a"], "usage-unknown-flag", "has no flag --profile", ""],
    [["--no-json"], "usage-unknown-flag", "has no flag --no-json", "--json"],
    [["--__proto__"], "usage-unknown-flag", "has no flag --__proto__", ""],
    [["--constructor=1"], "usage-unknown-flag", "has no flag --constructor", ""],
    [["--json=yes"], "usage-bad-value", '--json takes no value, but "yes" was given', ""],
    [["--set"], "usage-bad-value", "--set needs a value: --set KEY=VALUE", ""],
    [["--set", "--json"], "usage-bad-value", "--set needs a value", ""],
    [["--set", "--set", "a=1"], "usage-bad-value", "--set needs a value", ""],
    [["--tail", "-v"], "usage-bad-value", "--tail needs a value", ""],
    [["--tail", "--", "a"], "usage-bad-value", "--tail needs a value", ""],
    [["-n"], "usage-bad-value", "-n needs a value: -n LINES", ""],
    [
      ["--color", "gren"],
      "usage-bad-value",
      '--color cannot be "gren"',
      "Did you mean green? It takes red, green.",
    ],
    [["--color", "blue"], "usage-bad-value", '--color cannot be "blue"', "It takes red, green."],
  ])("%p", (argv, id, message, hint) => {
    const failure = failureOf(() => parse(...argv));
    expect(failure).toMatchObject({ id, exitCode: 2 });
    expect(failure.message).toContain(message);
    expect(failure.hint ?? "").toContain(hint);
  });

  test("a missing word says what it is for", () => {
    const failure = failureOf(() => parseWords("completion", REQUIRED, []));
    expect(failure).toMatchObject({ id: "usage-missing-argument", exitCode: 2 });
    expect(failure.message).toBe("`hlsctl completion` needs SHELL: The shell.");
  });

  test("an extra word is named", () => {
    const failure = failureOf(() => parseWords("completion", REQUIRED, ["bash", "again"]));
    expect(failure).toMatchObject({ id: "usage-extra-argument", exitCode: 2 });
    expect(failure.message).toContain('"again"');
  });

  test("a word that is none of the options may have a name of its own", () => {
    const failure = failureOf(() => parseWords("completion", REQUIRED, ["bsh"]));
    expect(failure).toMatchObject({ id: "usage-unknown-shell", exitCode: 2 });
    expect(failure.hint).toBe("Did you mean bash? It takes bash, zsh.");
  });
});

test("any words parse or are refused with 2", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "--",
      "-",
      "--set",
      "--set=",
      "-n",
      "-v",
      "--json",
      "--color",
      "red",
      "=",
      "--=",
      "---",
      "a",
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      try {
        const parsed = parse(...argv);
        expect(Array.isArray(parsed.set) && typeof parsed.json === "boolean").toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect((error as Failure).exitCode).toBe(2);
      }
    }),
  );
});
