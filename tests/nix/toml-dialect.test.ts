import { describe, expect, test } from "bun:test";
import { isTomlOne } from "../../lib/nix/toml-dialect.ts";
import { nixText, testWithNix } from "../support/nix.ts";

const ONE = [
  "",
  'a = "x"\n[b]\nc = { d = 1, e = [1, 2,] } # } ,}\n',
  'a = [\n  { b = 1 },\n  { c = """x,}\n\\\\e""" },\n]\n',
  "a = {b = [\n1,\n2,\n]}\n",
  "a = 'C:\\x\\e'\nb = '''\n\\x,}'''\nc = \"\\\\x\"\n",
  'a = """"quoted""""\nb = "#{,}"\r\n[c.d]\r\n',
];

const NEWER = [
  "a = { b = 1, }\n",
  "a = { b = 1, # why\n}\n",
  "a = {\n  b = 1\n}\n",
  'a = [{ b = "x",\n c = 2 }]\n',
  'a = "\\x41"\n',
  'a = """\n\\\\\\e"""\n',
];

describe("TOML 1.0 is told from newer notation", () => {
  test.each(ONE)("%j is", (text) => expect(isTomlOne(text)).toBe(true));
  test.each(NEWER)("%j is not", (text) => expect(isTomlOne(text)).toBe(false));
});

testWithNix("Nix reads just what is TOML 1.0", async () => {
  const read = await Promise.all(
    [...ONE, ...NEWER].map((text) => {
      const quoted = JSON.stringify(JSON.stringify(text));
      return nixText([
        "eval",
        "--expr",
        `builtins.isAttrs (builtins.fromTOML (builtins.fromJSON ${quoted}))`,
      ]).then(
        () => true,
        () => false,
      );
    }),
  );
  expect(read).toEqual([...ONE.map(() => true), ...NEWER.map(() => false)]);
});
