import { plainLine } from "../nix/internal-json.ts";
import type { BuildNotice, BuildView, RunningBuild } from "../nix/progress.ts";
import { formatSize } from "../nix/size.ts";
import type { Out } from "./out.ts";
import { STDERR } from "./out.ts";
import type { Painter } from "./paint.ts";
import { isTerminal } from "./stream.ts";
import { formatTook } from "./took.ts";

/** Shows how a build goes: a few lines that are painted over on a terminal, one line per event elsewhere. */
export interface NixProgress {
  show(view: BuildView, notice: BuildNotice | undefined): void;
  /** Takes the painted lines away. */
  close(): void;
}

export interface NixProgressOptions {
  out: Out;
  isQuiet: boolean;
  env: Readonly<Record<string, string | undefined>>;
  nowMs(): number;
}

const REPAINT_MS = 120;
const SUMMARY_MS = 10_000;

export function openNixProgress(options: NixProgressOptions): NixProgress {
  const { out, isQuiet, env } = options;
  if (out.isJson || isQuiet) return { show: (_view, notice) => tellWarning(out, notice), close() {} };
  const canPaint = isTerminal(2) && !env.CI && env.TERM !== "dumb";
  return canPaint ? openPanel(options) : openLog(options);
}

function tellWarning(out: Out, notice: BuildNotice | undefined): void {
  if (notice?.kind === "warning") out.warn(plainLine(notice.text));
}

function openPanel({ out, nowMs }: NixProgressOptions): NixProgress {
  let latest: BuildView | undefined;
  let painted = 0;

  function erase(): void {
    if (painted > 0) STDERR.write(`\u001b[${painted}A\r\u001b[J`);
    painted = 0;
  }

  function paint(): void {
    if (!latest) return;
    const lines = renderNixPanel(latest, {
      nowMs: nowMs(),
      width: out.notesWidth - 1,
      paint: out.paintNotes,
    });
    const up = painted > 0 ? `\u001b[${painted}A\r` : "";
    STDERR.write(`${up}${lines.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`);
    painted = lines.length;
  }

  const timer = setInterval(paint, REPAINT_MS);
  return {
    show(view, notice) {
      latest = view;
      if (notice?.kind !== "warning") return;
      erase();
      tellWarning(out, notice);
    },
    close() {
      clearInterval(timer);
      erase();
    },
  };
}

function openLog({ out, nowMs }: NixProgressOptions): NixProgress {
  let latest: BuildView | undefined;
  let told = "";
  const summarise = () => {
    const text = latest ? renderCounts(latest) : "";
    if (text === "" || text === told) return;
    told = text;
    out.note(text);
  };
  let lastMs = nowMs();
  const timer = setInterval(() => {
    if (nowMs() - lastMs < SUMMARY_MS) return;
    lastMs = nowMs();
    summarise();
  }, 1000);
  return {
    show(view, notice) {
      latest = view;
      if (notice?.kind === "build-started") out.note(`building ${plainLine(notice.name)}`);
      if (notice?.kind === "build-ended") out.note(renderEnd(notice));
      tellWarning(out, notice);
    },
    close: () => clearInterval(timer),
  };
}

function renderEnd({ name, tookMs, hasFailed }: Extract<BuildNotice, { kind: "build-ended" }>): string {
  return `${hasFailed ? "failed" : "built"} ${plainLine(name)} after ${formatTook(tookMs)}`;
}

/** `3 of 12 built, 12 MiB of 34 MiB fetched`; empty while nothing is known. */
export function renderCounts({ builds, paths, downloadedBytes, expectedBytes }: BuildView): string {
  const parts = [
    builds.expected > 0 ? `${builds.done} of ${builds.expected} built` : "",
    paths.expected > 0 ? `${paths.done} of ${paths.expected} paths copied` : "",
    expectedBytes > 0 ? `${formatSize(downloadedBytes)} of ${formatSize(expectedBytes)} fetched` : "",
    builds.failed > 0 ? `${builds.failed} failed` : "",
  ];
  return parts.filter(Boolean).join(", ");
}

interface PanelOptions {
  nowMs: number;
  width: number;
  paint: Painter;
}

const SHOWN_BUILDS = 3;

/** At most five lines: how far it is, the builds that run the longest, the last line that was written. */
export function renderNixPanel(view: BuildView, { nowMs, width, paint }: PanelOptions): string[] {
  const { running, doing } = view;
  const counts = renderCounts(view);
  const shown = running.slice(0, SHOWN_BUILDS).map((build) => renderBuild(build, nowMs));
  const more = running.length - shown.length;
  const builds = shown.map((line, index) =>
    more > 0 && index === shown.length - 1 ? `${line}   and ${more} more` : line,
  );
  const lastLine = running.findLast((build) => build.lastLine !== null)?.lastLine ?? null;
  const idle = running.length === 0 && doing !== null ? [`  ${plainLine(doing)}`] : [];
  return [
    cut(`${paint.cyan("›")} ${counts || "Nix looks at what there is to do"}`, width),
    ...[...builds, ...idle].map((line) => cut(line, width)),
    ...(lastLine === null ? [] : [paint.dim(cut(`    │ ${plainLine(lastLine)}`, width))]),
  ];
}

function renderBuild({ name, phase, startedMs }: RunningBuild, nowMs: number): string {
  const parts = [`  building ${plainLine(name)}`, phase ?? "", formatTook(nowMs - startedMs)];
  return parts.filter(Boolean).join("  ");
}

/** Bun may slice wider than asked where a character is two cells wide: one cell less makes up for it. */
function cut(text: string, width: number): string {
  return Bun.stringWidth(text) <= width ? text : Bun.sliceAnsi(text, 0, width - 1, "…");
}
