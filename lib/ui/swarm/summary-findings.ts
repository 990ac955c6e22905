import type { CapacityReport, RunReport } from "../../report/report-shape.ts";
import { printable } from "./fit.ts";
import { observed } from "./judge-block.ts";
import { formatCount } from "./quantity.ts";
import { item, type Page, under } from "./summary-page.ts";

/** The longest list of findings that is still read. */
const MOST_CODES = 8;
const EXAMPLE_INDENT = 6;

/** Rules of RFC 8216 that were broken, MUST before SHOULD, the first example of each. */
export function conformance({ conformance: found }: RunReport, page: Page): string[] {
  const { paint } = page;
  if (found.length === 0) return item(page, "Conformance", paint.green("✓ no violation seen"));
  const sorted = [
    ...found.filter(({ level }) => level === "must"),
    ...found.filter(({ level }) => level === "should"),
  ];
  const lines = sorted.slice(0, MOST_CODES).flatMap(({ code, level, count, example }) => {
    const colour = level === "must" ? paint.red : paint.yellow;
    const head = `    ${colour(`${level.toUpperCase().padEnd(6)} ${code}`)} ×${formatCount(count)}`;
    return [head, ...under(paint.dim(printable(example)), page, EXAMPLE_INDENT)];
  });
  const rest = sorted.length - MOST_CODES;
  const more = rest > 0 ? under(`and ${rest} more in the report`, page) : [];
  const must = sorted.filter(({ level }) => level === "must").length;
  const title = `${formatCount(must)} of MUST level, ${formatCount(sorted.length - must)} of SHOULD level`;
  return [...item(page, "Conformance", title), ...lines, ...more];
}

/** `--verify`: whether viewers got the bytes that were theirs. */
export function integrity({ integrity: found }: RunReport, page: Page): string[] {
  if (found === null) return [];
  const { right, wrong, example } = found;
  if (wrong === 0) {
    return item(page, "Integrity", page.paint.green(`✓ ${formatCount(right)} segments had the right bytes`));
  }
  const text = `✗ ${formatCount(wrong)} of ${formatCount(right + wrong)} segments had wrong bytes`;
  return [
    ...item(page, "Integrity", page.paint.red(text)),
    ...(example === null ? [] : under(page.paint.dim(printable(example)), page, EXAMPLE_INDENT)),
  ];
}

/** FFmpeg beside the native viewers: where they disagree. */
export function canaries({ canaries: found }: RunReport, page: Page): string[] {
  if (found === null) return [];
  const { paint } = page;
  const apart = found.figures.filter(({ agrees }) => !agrees);
  const who = `${formatCount(found.clients)} FFmpeg ${found.clients === 1 ? "client" : "clients"}`;
  if (apart.length === 0) {
    const names = found.figures.map(({ name }) => name.toLowerCase()).join(", ");
    return item(page, "Canaries", paint.green(`✓ ${who} agree: ${names}`));
  }
  const figure = (value: number | null) => (value === null ? "none" : String(value));
  const lines = apart.flatMap(({ name, native, ffmpeg, tolerance }) =>
    under(`${name}: native ${figure(native)}, FFmpeg ${figure(ffmpeg)} (tolerance ${tolerance})`, page),
  );
  const example =
    found.example === null ? [] : under(paint.dim(printable(found.example)), page, EXAMPLE_INDENT);
  return [...item(page, "Canaries", paint.yellow(`✗ ${who} saw something else`)), ...lines, ...example];
}

/** The knee, and every step of the search as its evidence. */
export function capacity({ capacity: found }: RunReport, page: Page): string[] {
  if (found === null) return [];
  const { paint } = page;
  const widest = Math.max(0, ...found.steps.map(({ clients }) => formatCount(clients).length));
  const steps = found.steps
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .flatMap(({ clients, ok, verdicts }) => {
      const said = verdicts.map((verdict) => (verdict.ok ? observed(verdict) : paint.red(observed(verdict))));
      const mark = ok ? paint.green("✓") : paint.red("✗");
      return under(`${mark} ${formatCount(clients).padStart(widest)}  ${said.join(" · ")}`, page);
    });
  return [...item(page, "Capacity", kneeWords(found, page)), ...steps];
}

function kneeWords({ knee, limitedBy, slo }: CapacityReport, { paint }: Page): string {
  const kept = slo.map(printable).join(", ");
  if (knee === null) return paint.red(`not even the first step kept ${kept}`);
  const viewers = paint.bold(`${formatCount(knee)} viewers`);
  switch (limitedBy) {
    case "slo":
      return `${viewers} with ${kept}; with more of them it broke`;
    case "generator":
      return `at least ${viewers} with ${kept}; then this machine was the limit, and the origin may carry more`;
    case "maximum":
      return `at least ${viewers} with ${kept}; more were not tried`;
    default:
      return limitedBy satisfies never;
  }
}

export function notes({ notes: said }: RunReport, page: Page): string[] {
  return said.flatMap((note, index) => item(page, index === 0 ? "Notes" : "", printable(note)));
}
