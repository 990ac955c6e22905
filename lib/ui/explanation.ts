import type { DerivedExplanation, Explanation, KeyEntry, KeyExplanation } from "../explain/explanation.ts";
import { renderColumns, wrap } from "./columns.ts";
import { renderFindings, renderValue } from "./finding.ts";
import type { Painter } from "./paint.ts";

interface Page {
  paint: Painter;
  width: number;
}

/** One key with everything about it, or the keys of a table in two lines each. */
export function renderExplanations(keys: readonly Explanation[], page: Page): string {
  const [only, ...others] = keys;
  if (!only) return "";
  if (others.length > 0) return keys.map((key) => renderBriefly(key, page)).join("\n\n");
  return only.kind === "config" ? renderKey(only, page) : renderDerived(only, page);
}

/** All keys and what they are. */
export function renderEntries(entries: readonly KeyEntry[], page: Page): string {
  const groups = Map.groupBy(entries, ({ component, kind }) => `${component} ${kind}`);
  return [...groups.values()].map((group) => renderGroup(group, page)).join("\n\n");
}

function renderGroup(entries: readonly KeyEntry[], { paint, width }: Page): string {
  const [{ component, kind } = { component: "origin", kind: "config" }] = entries;
  const title = `${component === "origin" ? "Origin" : "Swarm"}, ${kind === "config" ? "what you set" : "what is derived"}`;
  const rows = entries.map(({ path, description, options }) => [
    paint.cyan(shortName(path)),
    options.length > 0 ? `${description}${paint.dim(` (${options.join(", ")})`)}` : description,
  ]);
  return [paint.bold(title), ...renderColumns(rows, { width, indent: 2 })].join("\n");
}

function renderKey(key: KeyExplanation, page: Page): string {
  const { paint } = page;
  const takes = key.options.length > 0 ? [["Takes", key.options.join(", ")]] : [];
  const readBy = key.readBy.length > 0 ? [["Read by", key.readBy.map(shortName).join(", ")]] : [];
  const layers = key.layers.map(({ label, value, wins }) =>
    wins
      ? [paint.bold(label), paint.bold(renderValue(value)), paint.green("◂ in force")]
      : [paint.dim(label), paint.dim(renderValue(value)), ""],
  );
  return blocks(
    head(key, page),
    [
      paint.bold("Value, from the first layer to the last"),
      ...renderColumns(layers, { width: Number.POSITIVE_INFINITY, indent: 2 }),
    ],
    facts([["Type", key.type], ...takes, ...readBy], page),
    renderFindings(key.findings, page),
  );
}

function renderDerived(key: DerivedExplanation, page: Page): string {
  const { paint } = page;
  const isNumber = key.type === "number";
  const formula = [
    key.formula,
    ...(key.filled === key.formula ? [] : [`= ${key.filled}`]),
    ...(isNumber && key.filled !== String(key.value) ? [`= ${paint.bold(renderValue(key.value))}`] : []),
  ];
  const reads = key.reads.map(({ path, value, source }) => [
    paint.cyan(path),
    renderValue(value),
    paint.dim(source ?? "derived"),
  ]);
  const readBy = key.readBy.length > 0 ? [["Read by", key.readBy.map(shortName).join(", ")]] : [];
  return blocks(
    head(key, page),
    [paint.bold("Formula"), ...formula.flatMap((line) => wrap(line, page.width - 2)).map(indented)],
    reads.length > 0
      ? [paint.bold("Reads"), ...renderColumns(reads, { width: Number.POSITIVE_INFINITY, indent: 2 })]
      : [],
    facts(readBy, page),
  );
}

/** `hls.listSize = 6` and, dim, what it is and where the value came from. */
function renderBriefly(key: Explanation, { paint, width }: Page): string {
  const from = key.kind === "config" ? (key.source ?? "base") : `= ${key.filled}`;
  const problems = key.kind === "config" ? key.findings : [];
  return [
    `${paint.bold(paint.cyan(key.path))} = ${renderValue(key.value)}  ${paint.dim(from)}`,
    ...wrap(key.description, width - 2).map(indented),
    ...renderFindings(problems, { paint, width: width - 2 }).map(indented),
  ].join("\n");
}

function head(key: Explanation, { paint, width }: Page): string[] {
  const title = `${paint.bold(paint.cyan(key.path))} = ${paint.bold(renderValue(key.value))}`;
  return [title, ...wrap(key.description, width)];
}

function facts(rows: readonly (readonly string[])[], { paint, width }: Page): string[] {
  return renderColumns(
    rows.map(([label = "", text = ""]) => [paint.bold(label), text]),
    { width },
  );
}

function blocks(...parts: readonly (readonly string[])[]): string {
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n");
}

function shortName(path: string): string {
  return path.replace(/^derived\./, "");
}

function indented(line: string): string {
  return `  ${line}`;
}
