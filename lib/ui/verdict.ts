import { BUILT_IN } from "../registry/profile.ts";
import type { Component } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import { wrap } from "./columns.ts";
import { renderFindings } from "./finding.ts";
import type { Painter } from "./paint.ts";
import { shortPath } from "./short-path.ts";

/** What `profiles validate` says of one profile. */
export interface Verdict {
  component: Component;
  name: string;
  source: string;
  ok: boolean;
  findings: readonly Finding[];
  /** Why the file cannot be read as a profile at all. */
  error: { id: string; message: string; hint: string } | null;
}

const TITLES: Readonly<Record<Component, string>> = { origin: "Origin", swarm: "Swarm" };

/** A list of ✓ and ✗, what is wrong below each. */
export function renderVerdicts(
  verdicts: readonly Verdict[],
  home: string,
  page: { paint: Painter; width: number },
): string {
  const groups = Map.groupBy(verdicts, (verdict) => verdict.component);
  return [...groups]
    .map(([component, group]) =>
      [
        page.paint.bold(TITLES[component]),
        ...group.flatMap((verdict) => renderVerdict(verdict, home, page)),
      ].join("\n"),
    )
    .join("\n\n");
}

function renderVerdict(verdict: Verdict, home: string, page: { paint: Painter; width: number }): string[] {
  const { paint, width } = page;
  const mark = verdict.ok ? paint.green("✓") : paint.red("✗");
  const from = verdict.source === BUILT_IN ? "" : `  ${paint.dim(shortPath(verdict.source, home))}`;
  const inner = { paint, width: width - 6 };
  const below = [
    ...(verdict.error ? wrap(verdict.error.message, inner.width) : []),
    ...(verdict.error?.hint ? wrap(verdict.error.hint, inner.width).map(paint.cyan) : []),
    ...renderFindings(verdict.findings, inner),
  ];
  return [`  ${mark} ${verdict.name}${from}`, ...below.map((line) => `      ${line}`)];
}
