import Table from "cli-table3";
import type { Facts } from "../host/probe/facts.ts";
import type { DeploymentType } from "../plan/plan.ts";
import type { Painter } from "../ui/paint.ts";
import { describeMachine } from "./check/system.ts";
import type { DoctorFinding } from "./finding.ts";
import type { TypeVerdict } from "./matrix.ts";
import { concerns } from "./rules.ts";
import { formatCount, wrapWords } from "./words.ts";

export interface ReportOptions {
  /** Width of the terminal. */
  columns: number;
  /** Notes and what is well are told too. */
  isVerbose: boolean;
  /** The matrix alone. */
  isQuiet: boolean;
  paint: Painter;
}

export interface ReportData {
  types: readonly TypeVerdict[];
  findings: readonly DoctorFinding[];
  facts: Facts;
  /** The one type the report is about; all of them when undefined. */
  asked: DeploymentType | undefined;
}

/** The report a person reads: what works here, then what is worth acting on. */
export function renderReport(data: ReportData, options: ReportOptions): string {
  const { asked, types, findings, facts } = data;
  const { isVerbose, isQuiet } = options;
  const matrix = renderMatrix(asked ? types.filter(({ type }) => type === asked) : types, options);
  if (isQuiet) return matrix;
  const concerned = asked ? findings.filter((finding) => concerns(asked, finding)) : findings;
  const shown = concerned
    .filter(({ severity }) => isVerbose || WORTH_ACTING_ON.includes(severity))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const parts = [
    renderTitle(facts, options),
    matrix,
    ...shown.map((finding) => renderFinding(finding, options)),
    isVerbose ? "" : renderRest(concerned, options),
  ];
  return parts.filter(Boolean).join("\n\n");
}

/** Gravest first. */
const SEVERITIES: readonly DoctorFinding["severity"][] = ["error", "warning", "info", "ok"];
const WORTH_ACTING_ON = SEVERITIES.slice(0, 2);

const MARKS = { error: "✗", warning: "!", info: "·", ok: "✓" } as const;
const MARK_COLOURS = { error: "red", warning: "yellow", info: "cyan", ok: "green" } as const;
const VERDICT_COLOURS = { yes: "green", slow: "yellow", no: "red" } as const;

function renderTitle({ system }: Facts, { columns, paint }: ReportOptions): string {
  const text = system.known ? describeMachine(system) : "This machine";
  return wrapWords(text, columns).map(paint.bold).join("\n");
}

const TYPE_WIDTH = 20;
const VERDICT_WIDTH = 6;
const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};

function renderMatrix(types: readonly TypeVerdict[], options: ReportOptions): string {
  const { paint, columns } = options;
  const rest = Math.max(20, columns - TYPE_WIDTH - VERDICT_WIDTH);
  const table = new Table({
    head: ["TYPE", "HERE", "BECAUSE"].map(paint.dim),
    chars: NO_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colWidths: [TYPE_WIDTH, VERDICT_WIDTH, rest],
  });
  for (const row of types) {
    const because = wrapWords(row.because, rest - 1);
    const lines = [...because, paint.cyan(renderAction(row, rest - 1))].join("\n");
    table.push([paint.bold(row.type), paint[VERDICT_COLOURS[row.verdict]](row.verdict), lines]);
  }
  const lines = table.toString().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** A command stays on one line, or is told below where it has the whole width. */
function renderAction(row: TypeVerdict, width: number): string {
  const fits = !row.do.includes("\n") && row.do.length + 2 <= width;
  return fits ? `→ ${row.do}` : `→ see ${row.findingIds[0]} below`;
}

const INDENT = "  ";
const LABEL_WIDTH = 5;

function renderFinding(finding: DoctorFinding, { columns, paint }: ReportOptions): string {
  const { id, severity, message, why, fix } = finding;
  const mark = paint[MARK_COLOURS[severity]](MARKS[severity]);
  const width = columns - INDENT.length;
  const [first = "", ...more] = wrapWords(message, width).map(paint.bold);
  const lines = [`${mark} ${first}`, ...more.map((line) => `${INDENT}${line}`)];
  const lastLength = wrapWords(message, width).at(-1)?.length ?? 0;
  if (lastLength + id.length + 3 <= width) lines.push(`${lines.pop()} ${paint.dim(`[${id}]`)}`);
  else lines.push(`${INDENT}${paint.dim(`[${id}]`)}`);
  const rest = width - LABEL_WIDTH;
  lines.push(...labelled("why", wrapWords(why, rest), paint));
  if (fix) lines.push(...labelled("fix", renderFix(fix, rest, paint), paint));
  return lines.join("\n");
}

/** Commands are not wrapped: they are there to be copied. A remark that does not fit behind goes below. */
function renderFix(fix: string, width: number, paint: Painter): string[] {
  return fix.split("\n").flatMap((line) => {
    const [command = "", remark] = line.split(/ {3}# /);
    if (remark === undefined) return [paint.cyan(command)];
    if (line.length <= width) return [`${paint.cyan(command)}   ${paint.dim(`# ${remark}`)}`];
    return [paint.cyan(command), ...wrapWords(remark, width - 2).map((part) => paint.dim(`# ${part}`))];
  });
}

function labelled(label: string, lines: readonly string[], paint: Painter): string[] {
  return lines.map((line, at) => `${INDENT}${paint.dim((at === 0 ? label : "").padEnd(LABEL_WIDTH))}${line}`);
}

function renderRest(findings: readonly DoctorFinding[], { paint }: ReportOptions): string {
  const count = (severity: DoctorFinding["severity"]) =>
    findings.filter((one) => one.severity === severity).length;
  const [fine, notes] = [count("ok"), count("info")];
  const parts = [
    fine > 0 ? `${formatCount(fine, "check")} found nothing to mend` : "",
    notes > 0 ? `${formatCount(notes, "note")} may interest you` : "",
  ].filter(Boolean);
  return parts.length > 0 ? paint.dim(`${parts.join(", ")}: --verbose tells them.`) : "";
}
