import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { mergeTables } from "../../lib/merge/merge.ts";
import { suggest } from "../../lib/registry/suggest.ts";
import { parseBitrateKbps } from "../../lib/schema/bitrate.ts";
import { type Table, tableOf, type Value } from "../../lib/schema/table.ts";
import { testWithTool } from "../support/tools.ts";
import { evaluate, ROOT, refusalOf, syntaxErrors } from "./support-instantiate.ts";

const LIB = `(import ${ROOT}/nix/lib.nix)`;
const ORIGIN = `(import ${ROOT}/nix/test-origin/config { profilesDir = ${ROOT}/profiles; })`;
const SWARM = `(import ${ROOT}/nix/swarm-client/config { profilesDir = ${ROOT}/profiles; })`;

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hlsctl-nix-lib-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The value of a function of Nix's over each of some JSON values. */
async function mapInNix(call: string, values: readonly unknown[]): Promise<unknown> {
  const file = join(folder, "values.json");
  await Bun.write(file, JSON.stringify(values));
  return evaluate(`map (${call}) (builtins.fromJSON (builtins.readFile ${file}))`);
}

/** Profiles of an origin with two keys and a list. */
function systemOf(definitions: string): string {
  const base = `{ hls = { listSize = 10; flags = [ "a" ]; }; variants = [ { name = "x"; width = 2; } ]; rate = 1.5; }`;
  return `(${LIB}.mkProfileSystem { component = "origin"; base = ${base}; definitions = { default = { }; ${definitions} }; })`;
}

const files = ["flake.nix", "nix/**/*.nix", "tests/nix/**/*.nix"].flatMap((pattern) =>
  [...new Bun.Glob(pattern).scanSync(ROOT)].sort(),
);

describe("every Nix file", () => {
  testWithTool("nix-instantiate", `can be read and knows its names (${files.length} files)`, async () => {
    expect(files.length).toBeGreaterThan(40);
    expect(await syntaxErrors(files)).toBe("");
  });

  test("begins with what it is for, is short, and brings no names in with `with lib`", async () => {
    const texts = await Promise.all(files.map((file) => Bun.file(join(ROOT, file)).text()));
    const odd = files.filter((_, index) => {
      const text = texts[index]!;
      return !text.startsWith("# ") || text.split("\n").length > 150 || /^with lib;/m.test(text);
    });
    expect(odd.filter((file) => !file.startsWith("tests/"))).toEqual([]);
  });

  testWithTool("nix-instantiate", "with a name that nobody defines is found", async () => {
    const file = join(folder, "broken.nix");
    await Bun.write(file, "{ a = b; }");
    expect(await syntaxErrors([file])).toContain("undefined variable 'b'");
  });
});

describe("tables merge", () => {
  const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
  const { table } = fc.letrec<{ table: Table; value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      fc.array(scalar, { maxLength: 2 }),
      tie("table"),
    ),
    table: fc
      .array(fc.tuple(fc.constantFrom("a", "b", "c", "a.b", "", "é", "__proto__"), tie("value")), {
        maxLength: 4,
      })
      .map((entries) => tableOf(entries)),
  }));

  testWithTool("nix-instantiate", "in Nix as in hlsctl, and nothing over a table changes it", async () => {
    const pairs = fc.sample(fc.tuple(table, table), { seed: 5, numRuns: 300 });
    const cases = pairs.map(([left, right]) => ({ left, right, merged: mergeTables(left, right) }));
    const call = `{ left, right, merged }: let m = ${LIB}.deepMerge; in
      m left right == merged && m left { } == left && m { } right == right && m left left == left`;
    expect(await mapInNix(call, cases)).toEqual(cases.map(() => true));
    expect(
      cases.filter(({ left, merged, right }) => !Bun.deepEquals(merged, { ...left, ...right })).length,
    ).toBeGreaterThan(10);
  });
});

describe("a misspelt word", () => {
  testWithTool("nix-instantiate", "gets the same suggestion in Nix as in hlsctl", async () => {
    const words = [
      "default",
      "4k-abr",
      "debug",
      "debut",
      "logged",
      "logger",
      "low-latency",
      "stress-test",
      "stress",
      "tap",
      "tap-logged",
      "segmentDuration",
    ];
    const letters = fc.constantFrom(..."abdefglnorstu-S4");
    const typo = fc
      .tuple(fc.constantFrom(...words), fc.nat(), letters, fc.nat(5))
      .map(([word, place, letter, way]) => {
        const at = place % word.length;
        const [before, after] = [word.slice(0, at), word.slice(at + 1)];
        return [
          before + after,
          before + letter + after,
          before + letter + word.slice(at),
          before,
          letter,
          after,
        ][way];
      });
    const typed = [...fc.sample(typo, { seed: 3, numRuns: 300 }), "", "DEFAULT", "nothing-like-it"];
    const expected = typed.map((word) => suggest(word!, words) ?? null);
    const candidates = JSON.stringify(words).replaceAll(",", " ");
    expect(await mapInNix(`word: ${LIB}.nearest word ${candidates}`, typed)).toEqual(expected);
    expect(expected.filter((word) => word === null).length).toBeWithin(5, 200);
  });

  testWithTool("nix-instantiate", "is as many letters away as it takes to mend it", async () => {
    const pairs = [
      ["", "", 0],
      ["a", "", 1],
      ["", "abc", 3],
      ["kitten", "sitting", 3],
      ["flaw", "lawn", 2],
      ["tap", "tap", 0],
    ];
    const distances = await mapInNix(
      `pair: ${LIB}.levenshtein (builtins.head pair) (builtins.elemAt pair 1)`,
      pairs,
    );
    expect(distances).toEqual(pairs.map((pair) => pair[2]));
  });
});

describe("a bit rate", () => {
  testWithTool("nix-instantiate", "is the same number of kbit/s in Nix, however it is written", async () => {
    const texts = [
      "0",
      "999",
      "1000",
      "64000",
      "64000.9",
      "007k",
      "1.001M",
      "1.0019M",
      "1.5k",
      "0.5K",
      ".5M",
      "2G",
      "0.0000019G",
    ];
    const read = texts.filter((text) => parseBitrateKbps(text) !== undefined);
    expect(read).toHaveLength(texts.length - 1);
    expect(await mapInNix(`import ${ROOT}/nix/test-origin/config/bitrate.nix`, read)).toEqual(
      read.map(parseBitrateKbps),
    );
  });

  testWithTool("nix-instantiate", "in another notation is refused by its text", async () => {
    const refusal = await refusalOf(`(${ORIGIN}.resolve "default" { video.bitrate = "2m"; }).derived`);
    expect(refusal).toContain(`"2m" is no bit rate. Write one such as 2000k or 1.5M.`);
  });
});

/** What is asked of Nix, and words of its answer. */
const REFUSALS: readonly (readonly [title: string, expression: string, ...says: string[]])[] = [
  [
    "an unknown profile",
    `${ORIGIN}.validateProfile "low-latancy"`,
    'There is no origin profile named "low-latancy". Did you mean "low-latency"? The profiles are default, 4k-abr, debug,',
  ],
  [
    "an unknown profile of the swarm",
    `${SWARM}.resolve "xyzxyz" { }`,
    'no swarm profile named "xyzxyz". The profiles are default, burst,',
  ],
  ["a name that is no text", `${ORIGIN}.validateProfile 5`, "The name of a profile is text, not a number."],
  [
    "a parent that is not there",
    `${systemOf('kid = { extends = [ "default" "defualt" ]; };')}.getConfig "kid" { }`,
    'The origin profile "kid" extends "defualt", which does not exist. Did you mean "default"?',
  ],
  [
    "a circle",
    `${systemOf('a = { extends = "b"; }; b = { extends = [ "default" "c" ]; }; c = { extends = "a-too"; }; a.aliases = [ "a-too" ];')}.getConfig "b" { }`,
    "Profiles extend each other in a circle: b → c → a → b.",
  ],
  [
    "a profile that extends itself",
    `${systemOf('a = { extends = "a"; };')}.getConfig "a" { }`,
    "in a circle: a → a.",
  ],
  [
    "a parent that is no name",
    `${systemOf("a = { extends = 5; };")}.getConfig "a" { }`,
    'The origin profile "a" cannot be used: extends is 5. Give extends a profile name or a list of names.',
  ],
  [
    "a description that is no text",
    `${systemOf("a = { description = [ ]; };")}.describe "a"`,
    'The origin profile "a" cannot be used: description is a list.',
  ],
  [
    "a name in capitals",
    `${systemOf('"My Profile" = { };')}.getConfig "My Profile" { }`,
    'The origin profile "My Profile" cannot be used: its name',
  ],
  [
    "a key of a profile that there is not",
    `${systemOf('a = { hls.lstSize = 5; }; b = { extends = "a"; };')}.getConfig "b" { }`,
    "hls.lstSize is no key of the configuration; did you mean hls.listSize? (profile a)",
  ],
  [
    "a key without its table",
    `${ORIGIN}.getConfig "default" { flushIntervall = "5s"; }`,
    "flushIntervall is no key of the configuration; did you mean logging.flushInterval?",
  ],
  [
    "a misspelt key of a variant",
    `${ORIGIN}.getConfig "default" { variants = [ { } { name = "a"; bitrat = "5k"; } ]; }`,
    "variants.1.bitrat is no key of the configuration; did you mean variants.1.bitrate? (overrides)",
    "variants.0.name is missing (overrides)",
    "variants.1.width is missing (overrides)",
  ],
  [
    "text for a number",
    `${ORIGIN}.getConfig "default" { server.port = "5"; }`,
    'server.port is "5"; it takes a number (overrides)',
  ],
  [
    "a number for text",
    `${SWARM}.getConfig "burst" { variant = 1.5; }`,
    "variant is 1.5; it takes a string (overrides)",
  ],
  [
    "a table for a list",
    `${ORIGIN}.getConfig "default" { hls.flags.delete_segments = true; }`,
    "hls.flags is a table; it takes a list (overrides)",
  ],
  [
    "what is no table",
    `${ORIGIN}.getConfig "default" [ ]`,
    "The settings of overrides are a list; they are a table, e.g. { hls.listSize = 6; }.",
  ],
  [
    "no ramp at all",
    `(${SWARM}.resolve "default" { rampRate = 0; }).derived`,
    "rampRate is 0; it takes a number above 0",
  ],
  [
    "an unknown preset",
    `(${ORIGIN}.resolve "default" { encoder = { preset = "fastest"; tune = "film"; }; }).derived`,
    'encoder.preset is "fastest"; it takes fast, faster, medium,',
  ],
];

describe("profiles in Nix", () => {
  testWithTool("nix-instantiate", "are listed with the default first, and with their aliases", async () => {
    const { listProfiles, aliases, names, said } = (await evaluate(
      `{ inherit (${ORIGIN}) listProfiles aliases names; said = ${SWARM}.describe "burst"; }`,
    )) as { listProfiles: string[]; aliases: object; names: string[]; said: string };
    expect(listProfiles.slice(0, 3)).toEqual(["default", "4k-abr", "debug"]);
    expect(aliases).toEqual({ stress: "stress-test" });
    expect(names).toHaveLength(listProfiles.length + 1);
    expect(said).toBe("100 viewers within two seconds, who do not come back");
  });

  testWithTool("nix-instantiate", "prefer a name to another's alias, and leave broken ones be", async () => {
    const system = systemOf(
      `a = { aliases = [ "b" "c" ]; }; b = { hls.listSize = 3; }; z = { aliases = 5; extends = "a"; };`,
    );
    expect(await evaluate(`(${system}.getConfig "b" { }).hls.listSize`)).toBe(3);
    expect(await evaluate(`${system}.validateProfile "a"`)).toBe("a");
  });

  for (const [title, expression, ...says] of REFUSALS) {
    testWithTool("nix-instantiate", `${title} is refused with what to do`, async () => {
      const refusal = await refusalOf(expression);
      for (const words of says) expect(refusal).toContain(words);
    });
  }

  testWithTool(
    "nix-instantiate",
    "refuse every problem of the settings at once, each with its layer",
    async () => {
      const settings =
        "{ hls.listSiz = 3; encoder = 5; multibitrate = null; hls.flags = [ 1 ]; foo = x: x; }";
      const refusal = await refusalOf(`${ORIGIN}.getConfig "stress" ${settings}`);
      expect(refusal).toContain('The configuration of profile "stress-test" has 5 problems:');
      for (const words of [
        "foo is no key of the configuration (overrides)",
        "encoder is 5; it takes a table (overrides)",
        "hls.listSiz is no key of the configuration; did you mean hls.listSize? (overrides)",
        "hls.flags.0 is 1; it takes a string (overrides)",
        "multibitrate is null; it takes a boolean (overrides)",
      ]) {
        expect(refusal).toContain(words);
      }
    },
  );

  testWithTool("nix-instantiate", "take a decimal for a whole number and the other way round", async () => {
    const config = await evaluate(
      `${ORIGIN}.getConfig "default" { hls.segmentDuration = 2.5; hls.listSize = 12.0; encoder.framerate = 24; }`,
    );
    expect(config).toMatchObject({ hls: { segmentDuration: 2.5, listSize: 12 }, encoder: { framerate: 24 } });
  });

  testWithTool(
    "nix-instantiate",
    "replace lists as a whole, and lay settings of a flake below those of a caller",
    async () => {
      const origin = `(import ${ROOT}/nix/test-origin/config { profilesDir = ${ROOT}/profiles; overrides = { hls = { listSize = 20; deleteThreshold = 7; }; }; })`;
      const { hls } = (await evaluate(
        `(${origin}.resolve "low-latency" { hls = { listSize = 9; flags = [ "omit_endlist" ]; }; }).config`,
      )) as { hls: object };
      expect(hls).toMatchObject({
        segmentDuration: 1,
        listSize: 9,
        deleteThreshold: 7,
        flags: ["omit_endlist"],
      });
    },
  );

  testWithTool(
    "nix-instantiate",
    "come from TOML and JSON files, and from nothing else in the folder",
    async () => {
      const tables = join(folder, "tables");
      await Bun.write(join(tables, "one.toml"), "a = 1.5");
      await Bun.write(join(tables, "one.json"), '{"a":2}');
      await Bun.write(join(tables, "two.json"), '{"b":"x"}');
      await Bun.write(join(tables, "notes.txt"), "?");
      await Bun.write(join(tables, "deep.toml/x"), "?");
      expect(await evaluate(`${LIB}.readTables ${tables}`)).toEqual({ one: { a: 1.5 }, two: { b: "x" } });
      expect(await evaluate(`${LIB}.readTables ${tables}/nowhere`)).toEqual({});
      await Bun.write(join(tables, "list.json"), "[1]");
      expect(await refusalOf(`(${LIB}.readTables ${tables}).list`)).toContain("/list.json is no table.");
    },
  );
});

testWithTool(
  "nix-instantiate",
  "decimals become JSON without losing digits to old versions of Nix",
  async () => {
    const values = [
      8.2,
      1234.567891,
      30_000 / 1001,
      122.99999999999999,
      59.94005994005994,
      -1.5,
      1e21,
      122.994,
      0.000001,
      2,
      [1.5, { a: 86_399.75 }],
      "ü\n",
      null,
      true,
    ];
    const texts = (await mapInNix(`${LIB}.toJSON`, values)) as string[];
    expect(texts.map((text) => JSON.parse(text))).toEqual(values);
  },
);
