import type { JudgedOutput } from "../nix/buildable.ts";
import { SYSTEMS } from "../nix/systems.ts";
import { renderColumns, wrap } from "./columns.ts";
import type { Painter } from "./paint.ts";

export interface OutputsPage {
  paint: Painter;
  width: number;
  /** Every output on a line of its own instead of one line for all profiles. */
  isFlat: boolean;
}

/** The outputs by component, a type a line, its profiles told once; then why something is slow or does not build. */
export function renderOutputs(outputs: readonly JudgedOutput[], page: OutputsPage): string {
  if (outputs.length === 0) return "The flake has no such outputs.";
  const groups = Map.groupBy(outputs, ({ component, profile }) => (profile === null ? PROGRAMS : component));
  const tables = [...groups]
    .sort(([a], [b]) => Number(a === PROGRAMS) - Number(b === PROGRAMS))
    .map(([title, group]) => renderGroup(title, group, page));
  return [...tables, renderReasons(outputs, page)].filter(Boolean).join("\n\n");
}

const PROGRAMS = "programs";
const INDENT = 2;
const COLOURS = { yes: "green", slow: "yellow", no: "red" } as const;

function renderGroup(title: string, group: readonly JudgedOutput[], page: OutputsPage): string {
  const { paint, width } = page;
  const isFlat = page.isFlat && title !== PROGRAMS;
  const head = ["OUTPUT", "HERE", "SYSTEMS", isFlat ? "PROFILE" : "WHAT IT IS"].map(paint.dim);
  const rows = isFlat ? group : group.filter(({ profile, alias }) => isPlain(profile) && alias === null);
  const cells = rows.map((row) => [
    row.name,
    paint[COLOURS[row.verdict]](row.verdict),
    row.systems.length === SYSTEMS.length ? "all" : "Linux",
    isFlat ? (row.profile ?? "") : row.description,
  ]);
  const about = isFlat ? paint.dim(`: ${group[0]?.description}`) : "";
  const lines = fits(cells, width)
    ? renderColumns([head, ...cells], { width, indent: INDENT })
    : cells.flatMap((cell) => stack(cell, width));
  const titles = wrap(paint.bold(title) + about, width);
  return [...titles, ...lines, ...(isFlat ? [] : profileLines(group, page))].join("\n");
}

/** What the last column has at the least beside the others: HERE, SYSTEMS and the gaps are as wide as their heads. */
const LEAST_LAST = 24;
const MIDDLE = "  HERE  SYSTEMS  ".length;

function fits(cells: readonly (readonly string[])[], width: number): boolean {
  const longest = Math.max(...cells.map(([name = ""]) => name.length));
  const last = Math.max(...cells.map((row) => row.at(-1)?.length ?? 0));
  return INDENT + longest + MIDDLE + Math.min(last, LEAST_LAST) <= width;
}

const STACKED = 6;

/** For a narrow terminal: the name, and below it the rest. */
function stack([name = "", ...rest]: readonly string[], width: number): string[] {
  const lines = wrap(rest.filter(Boolean).join(", "), width - STACKED);
  return [" ".repeat(INDENT) + name, ...lines.map((line) => " ".repeat(STACKED) + line)];
}

function isPlain(profile: string | null): boolean {
  return profile === null || profile === "default";
}

/** `-PROFILE: 4k-abr, stress-test (stress)`: what may follow each of the names. */
function profileLines(group: readonly JudgedOutput[], { paint, width }: OutputsPage): string[] {
  const [first] = group;
  if (first === undefined || first.profile === null) return [];
  const own = group.filter(({ type }) => type === first.type);
  const names = own.filter(({ profile, alias }) => alias === null && profile !== "default");
  const cells = names.map(({ profile }) => {
    const aliases = own.flatMap((one) => (one.profile === profile && one.alias ? [one.alias] : []));
    return aliases.length > 0 ? `${profile} (${aliases.join(", ")})` : `${profile}`;
  });
  if (cells.length === 0) return [];
  const text = `each also with -PROFILE: ${cells.join(", ")}`;
  return wrap(text, width - INDENT).map((line) => " ".repeat(INDENT) + paint.dim(line));
}

/** Each reason once, with the systems or outputs that it holds for. */
function renderReasons(outputs: readonly JudgedOutput[], { paint, width }: OutputsPage): string {
  const worse = outputs.filter(({ verdict }) => verdict !== "yes");
  const reasons = Map.groupBy(worse, ({ verdict, because, do: todo }) =>
    JSON.stringify([verdict, because, todo]),
  );
  return [...reasons.values()].flatMap(([one]) => (one ? [renderReason(one, paint, width)] : [])).join("\n");
}

/** What is to be done is there to be copied, so it stays on one line. */
function renderReason({ verdict, because, do: todo }: JudgedOutput, paint: Painter, width: number): string {
  const lines = renderColumns([[paint[COLOURS[verdict]](verdict.padEnd(4)), because]], { width });
  return [...lines, ...(todo ? [`      ${paint.cyan(`→ ${todo}`)}`] : [])].join("\n");
}
