import type { OriginView } from "../../stats/run-view.ts";
import { padStart, printable } from "./fit.ts";
import type { Block } from "./layout.ts";
import { formatBitRate, formatBytes, formatCount, formatMs, formatRate, formatRatio } from "./quantity.ts";
import { alert, facts, rows, type Scene } from "./row.ts";

/** Open files beyond this share of the limit are worth a colour. */
const MANY_FILES = 0.9;

/** What the swarm costs this machine. */
export function generator(scene: Scene): Block {
  const { view, figures, paint } = scene;
  const newest = view.points.at(-1);
  const { rssBytes, openFiles, openFilesLimit } = view.gauges;
  const files = `files ${padStart(formatCount(openFiles), 6)}/${formatCount(openFilesLimit)}`;
  const parts = [
    `CPU ${padStart(formatRatio(newest?.cpu ?? null), 6)}`,
    `lag p99 ${padStart(formatMs(newest?.lagP99Ms ?? null), 7)}`,
    `RSS ${padStart(formatBytes(rssBytes), 7)}`,
    alert(paint, openFiles > MANY_FILES * openFilesLimit)(files),
    `schedule delay p99 ${padStart(formatMs(figures.scheduleDelayP99Ms), 7)}`,
  ];
  return facts(scene, "Generator", parts, [
    { at: 9, lines: 1 },
    { at: 15, lines: 2 },
  ]);
}

/** What the origin says of itself, with `--origin-metrics`. */
export function origin(scene: Scene): Block {
  const { view, paint } = scene;
  if (view.origin === null) return { levels: [] };
  const { problem } = view.origin;
  const told = originFigures(view.origin);
  const trouble = problem === null ? [] : [paint.yellow(printable(problem))];
  const parts = told.length + trouble.length === 0 ? [paint.dim("nothing yet")] : [...told, ...trouble];
  return facts(scene, "Origin", parts, [
    { at: 9.5, lines: 1 },
    { at: 18, lines: 2 },
  ]);
}

/** The last things a person should know. */
export function notes(scene: Scene): Block {
  const { view } = scene;
  if (view.notes.length === 0) return { levels: [] };
  const last = (count: number) => rows(scene, "Notes", view.notes.slice(-count).map(printable));
  return {
    levels: [
      { at: 12, lines: last(1) },
      { at: 26, lines: last(4) },
    ],
  };
}

function originFigures(view: OriginView): string[] {
  const { requestsPerSec, activeConnections, cpu, processCpu, memoryBytes, sentBytesPerSec } = view;
  const part = <Value>(value: Value | null, words: (value: Value) => string) =>
    value === null ? [] : [words(value)];
  return [
    ...part(requestsPerSec, (rate) => padStart(formatRate(rate), 8)),
    ...part(activeConnections, (count) => `${padStart(formatCount(count), 6)} connections`),
    ...part(cpu, (ratio) => `CPU ${padStart(formatRatio(ratio), 6)}`),
    ...part(cpu === null ? processCpu : null, (ratio) => `CPU ${padStart(formatRatio(ratio), 6)} of one`),
    ...part(memoryBytes, (bytes) => `memory ${padStart(formatBytes(bytes), 7)}`),
    ...part(sentBytesPerSec, (rate) => `sends ${padStart(formatBitRate(rate * 8), 10)}`),
  ];
}
