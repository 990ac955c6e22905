import { expect, test } from "bun:test";
import fc from "fast-check";
import { parsePrometheusText } from "../../lib/stats/prometheus-text.ts";

test.each<[string, unknown[]]>([
  ["up 1", [{ name: "up", labels: {}, value: 1 }]],
  ["  up\t1.5e3 1395066363000\r", [{ name: "up", labels: {}, value: 1500 }]],
  ['a:b{x="1",y="2",} .5', [{ name: "a:b", labels: { x: "1", y: "2" }, value: 0.5 }]],
  ['a {x = "1" } 3', [{ name: "a", labels: { x: "1" }, value: 3 }]],
  ['a{p="C:\\\\D\\"}\\n,"} -2', [{ name: "a", labels: { p: 'C:\\D"}\n,' }, value: -2 }]],
  ['a_bucket{le="+Inf"} 7 # {trace="x"} 0.5 1.2', [{ name: "a_bucket", labels: { le: "+Inf" }, value: 7 }]],
  ["a +Inf", [{ name: "a", labels: {}, value: Number.POSITIVE_INFINITY }]],
  ["a NaN", [{ name: "a", labels: {}, value: Number.NaN }]],
  ["# HELP a What it is\n# TYPE a counter\n\na 1", [{ name: "a", labels: {}, value: 1 }]],
  ["# EOF", []],
  ["a", []],
  ["a one", []],
  ["a 0x10", []],
  ["1a 1", []],
  ['a{x="1" 1', []],
  ["<!doctype html><p>hello 1</p>", []],
])("%j is read as %j", (text, samples) => expect<unknown>(parsePrometheusText(text)).toEqual(samples));

test("what was written is read back, whatever a label holds", () => {
  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/);
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((key) => key !== "__proto__");
  const labels = fc.dictionary(label, fc.string({ unit: "grapheme" }), { noNullPrototype: true });
  const value = fc.double({ noNaN: true });
  const quoted = (text: string) => text.replace(/["\\\n]/g, (sign) => (sign === "\n" ? "\\n" : `\\${sign}`));
  fc.assert(
    fc.property(name, labels, value, (metric, pairs, number) => {
      const inner = Object.entries(pairs).map(([key, text]) => `${key}="${quoted(text)}"`);
      const written = Number.isFinite(number) ? String(number) : number > 0 ? "+Inf" : "-Inf";
      const [sample] = parsePrometheusText(`${metric}{${inner.join(",")}} ${written}`);
      expect(sample).toEqual({ name: metric, labels: pairs, value: number === 0 ? Number(written) : number });
    }),
  );
});

test("no text makes it fail or slow", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) =>
      Array.isArray(parsePrometheusText(text)),
    ),
  );
  const started = performance.now();
  parsePrometheusText(`a{${'x="'.repeat(20_000)}\n${"a{".repeat(20_000)}\n${'a{x="\\'.repeat(20_000)}`);
  expect(performance.now() - started).toBeLessThan(500);
});
