import fc from "fast-check";
import { keysOf } from "../../lib/schema/component.ts";

/** One command line that is most likely wrong, with the files it names. */
export interface BadInput {
  argv: readonly string[];
  files: Readonly<Record<string, string>>;
}

const ODD_LETTERS = [
  "",
  "x",
  "-",
  "=",
  ".",
  "é",
  "😀",
  "\u0000\u0007".slice(1),
  '"',
  "'",
  "\\",
  "$(id)",
  "%",
  "\n",
  " ",
];

/** A word with one letter dropped, doubled, swapped or replaced. */
function mangled(word: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(Math.max(0, word.length - 1)), fc.constantFrom(...ODD_LETTERS), fc.nat(3))
    .map(([at, odd, how]) => {
      const [before, letter, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)];
      if (how === 0) return before + after;
      if (how === 1) return before + letter + letter + after;
      if (how === 2) return before + after.slice(0, 1) + letter + after.slice(1);
      return before + odd + after;
    });
}

const keys = [...keysOf("origin"), ...keysOf("swarm")].map((key) => key.path);
const hostileKeys = [
  "__proto__.x",
  "constructor",
  "hls.__proto__.y",
  "toString",
  "",
  ".",
  "..",
  "hls",
  "variants.0.name",
];

const value = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    "",
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    '{"a":{"b":1}}',
    "NaN",
    "1e999",
    "-0",
    "0x10",
    "2000k",
    "1.5m",
    "../..",
    "9".repeat(400),
  ),
  fc.constant("[".repeat(5000)),
);

const setting = fc
  .tuple(fc.oneof(fc.constantFrom(...keys, ...hostileKeys), fc.constantFrom(...keys).chain(mangled)), value)
  .map(([key, text]) => `${key}=${text}`);

/** Commands that neither go on for ever nor leave anything behind. */
const commands: readonly (readonly string[])[] = [
  ["up", "--dry-run"],
  ["profiles", "show"],
  ["profiles", "list"],
  ["profiles", "diff"],
  ["profiles", "validate"],
  ["explain"],
  ["explain", "hls.segmentDuration"],
  ["completion"],
  ["version"],
  ["ps"],
  ["logs"],
  ["down"],
  ["help"],
  [],
];
const flags = [
  "--json",
  "--set",
  "--set-file",
  "--profile-file",
  "--component",
  "--quiet",
  "--profile",
  "--type",
  "--port",
  "-n",
  "--all",
];

const command = fc.constantFrom(...commands);
const mangledCommand = command.chain((words) => fc.tuple(...words.map((word) => mangled(word))));

const toml = fc.oneof(
  fc.string({ unit: "binary" }),
  mangled('description = "mine"\nextends = ["logged"]\n[hls]\nlistSize = 6\n'),
  mangled('[[variants]]\nname = "a"\nwidth = 640\nheight = 360\n'),
  fc.constantFrom(
    "a = ".concat("[".repeat(2000)),
    "[__proto__]\npolluted = true\n",
    'extends = "bad"\n',
    'extends = ["nowhere"]\n',
    "hls = 2026-01-01\n",
    "listSize = 1\n",
    "[hls]\nlistSize = inf\n",
    "[hls]\nsegmentDuration = nan\n",
    'description = ["no"]\n',
    "[variants]\nname = 1\n",
    "multibitrate = true\nvariants = []\n",
    "\u0000",
    "\ufeff[hls]\nlistSize = 99999\n",
  ),
);

const json = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.jsonValue().map((some) => JSON.stringify(some)),
  fc.constantFrom('{"__proto__":{"x":1}}', "[".repeat(100_000), '{"hls":null}', '{"hls.listSize":4}', ""),
);

function input(
  argv: fc.Arbitrary<readonly string[]>,
  files: Record<string, fc.Arbitrary<string>> = {},
): fc.Arbitrary<BadInput> {
  return fc.record({ argv, files: fc.record(files) });
}

/** Mangled commands, flags, keys, values, names and files, with and without `--json`. */
export const badInput: fc.Arbitrary<BadInput> = fc
  .oneof(
    input(mangledCommand),
    input(
      fc.tuple(command, fc.constantFrom(...flags).chain(mangled)).map(([words, flag]) => [...words, flag]),
    ),
    input(fc.tuple(command, fc.constantFrom(...flags)).map(([words, flag]) => [...words, flag])),
    input(
      fc
        .tuple(command, fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 }))
        .map(([words, more]) => [...words, ...more]),
    ),
    input(
      fc
        .array(setting, { minLength: 1, maxLength: 3 })
        .map((some) => ["profiles", "show", ...some.flatMap((one) => ["--set", one])]),
    ),
    input(setting.map((one) => ["up", "--dry-run", "--set", one])),
    input(
      fc
        .constantFrom(...keys)
        .chain(mangled)
        .map((key) => ["explain", key]),
    ),
    input(
      fc
        .constantFrom("default", "4k-abr", "tap")
        .chain(mangled)
        .map((name) => ["profiles", "show", name]),
    ),
    input(fc.constant(["profiles", "show", "--profile-file", "bad.toml"]), { "bad.toml": toml }),
    input(fc.constant(["profiles", "validate", "--profile-file", "bad.toml"]), { "bad.toml": toml }),
    input(fc.constant(["profiles", "show", "--set-file", "bad.json"]), { "bad.json": json }),
    input(
      fc.constantFrom(
        ...["/", "/dev/zero", "/nowhere/x", "", "x".repeat(5000)].map((path) => [
          "profiles",
          "show",
          "--set-file",
          path,
        ]),
      ),
    ),
  )
  .chain((one) => fc.boolean().map((asJson) => (asJson ? { ...one, argv: ["--json", ...one.argv] } : one)))
  .map((one) => ({ ...one, argv: one.argv.map((word) => word.replaceAll("\0", "").toWellFormed()) }));
