import { VIOLATIONS } from "../../hls/conformance/violations.ts";
import type { ConformanceEntry, MediaFacts, ProbeReport, StreamReport } from "../../report/probe-shape.ts";
import type { Painter } from "../paint.ts";
import { printable } from "./fit.ts";
import { renderNumberTable } from "./number-table.ts";
import { formatBitRate, formatCount, formatMs, formatSeconds, NONE } from "./quantity.ts";
import { item, type Page, under } from "./summary-page.ts";

/** What a probe found, for a person: the stream, its playlists, then broken rules, MUST before SHOULD. */
export function renderProbe(report: ProbeReport, paint: Painter, width: number): string {
  const page: Page = { paint, width };
  const parts = [
    [verdict(report, page), ...facts(report, page)],
    playlists(report, page),
    contents(report, page),
    broken(report, "must", page),
    broken(report, "should", page),
    fine(report, page),
    report.notes.flatMap((note) => item(page, "Note", printable(note))),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function verdict({ conformance, url }: ProbeReport, { paint }: Page): string {
  const count = (level: string) => conformance.filter((entry) => entry.level === level).length;
  const [must, should] = [count("must"), count("should")];
  const name = paint.bold(printable(url));
  if (must > 0)
    return `${paint.red("✗")} ${name} breaks ${rules(must)} of MUST level, ${should} of SHOULD level`;
  if (should > 0) return `${paint.yellow("!")} ${name} breaks no MUST, and ${rules(should)} of SHOULD level`;
  return `${paint.green("✓")} ${name} breaks none of the rules that were looked at`;
}

function rules(count: number): string {
  return `${formatCount(count)} rule${count === 1 ? "" : "s"}`;
}

function facts(report: ProbeReport, page: Page): string[] {
  const { kind, isLive, isLowLatency, durationMs, endedBy, streams } = report;
  const how = [isLive ? "live" : "on demand", ...(isLowLatency ? ["Low-Latency HLS"] : [])];
  const what = kind === "multivariant" ? `${streams.length} media playlists` : "one media playlist";
  const ended = { duration: "", complete: ", all of it", interrupted: ", interrupted" }[endedBy];
  return [
    ...item(page, "Stream", [...how, what].join(", ")),
    ...item(page, "Watched", `${formatSeconds(durationMs / 1000)}${ended}`),
  ];
}

function playlists({ streams }: ProbeReport, { paint }: Page): string[] {
  const head = [
    "Playlist",
    "declared",
    "peak",
    "average",
    "target",
    "listed",
    "changes",
    "segments",
    "failed",
    "TTFB most",
    "behind",
  ];
  const rows = streams.map((stream) => [
    stream.label,
    formatBitRate(stream.bandwidth),
    formatBitRate(stream.peakBitsPerSec),
    formatBitRate(stream.averageBitsPerSec),
    secondsOrNone(stream.targetDurationSec),
    secondsOrNone(stream.listedSec),
    formatCount(stream.playlistChanges),
    formatCount(stream.segments.downloaded),
    formatCount(stream.segments.failed),
    formatMs(stream.slowestFirstByteMs),
    stream.publishDelayMs === null ? NONE : formatMs(Math.max(0, stream.publishDelayMs)),
  ]);
  return renderNumberTable(head, rows, paint).map((line) => `  ${line}`);
}

function secondsOrNone(seconds: number | null): string {
  return seconds === null ? NONE : `${Number(seconds.toFixed(2))} s`;
}

function contents({ streams }: ProbeReport, page: Page): string[] {
  return streams.flatMap(({ label, media }) => (media ? item(page, label, describeMedia(media)) : []));
}

function describeMedia({
  tracks,
  durationSec,
  declaredSec,
  beginsWithKeyframe,
  sequence,
}: MediaFacts): string {
  const keyframe = { true: ["begins with a keyframe"], false: ["begins without a keyframe"] };
  const begin = beginsWithKeyframe === null ? [] : keyframe[`${beginsWithKeyframe}`];
  const length = durationSec === null ? "" : `${durationSec} s of ${declaredSec} s declared`;
  return [...tracks.map(describeTrack), ...begin, `segment ${sequence}: ${length || "no time stamps"}`]
    .map(printable)
    .join(" · ");
}

function describeTrack(track: NonNullable<StreamReport["media"]>["tracks"][number]): string {
  const { codec, width, height, framerate, sampleRate, channels } = track;
  const picture = width === null || height === null || width === 0 ? [] : [`${width}×${height}`];
  const pace = framerate === null ? [] : [`${framerate} fps`];
  const sound = sampleRate === null ? [] : [`${sampleRate} Hz`];
  const mix = channels === null ? [] : [channels === 1 ? "mono" : `${channels} channels`];
  return [codec, ...picture, ...pace, ...sound, ...mix].join(" ");
}

function broken({ conformance }: ProbeReport, level: ConformanceEntry["level"], page: Page): string[] {
  const found = conformance.filter((entry) => entry.level === level);
  if (found.length === 0) return [];
  const colour = level === "must" ? page.paint.red : page.paint.yellow;
  return [
    page.paint.bold(`Rules of ${level.toUpperCase()} level`),
    ...found.flatMap((entry) => describeEntry(entry, colour, page)),
  ];
}

/** Code and count, what it means and who asks for it, the first example. */
function describeEntry(
  { code, count, example }: ConformanceEntry,
  colour: (text: string) => string,
  page: Page,
): string[] {
  const rule = Object.entries(VIOLATIONS).find(([name]) => name === code)?.[1];
  const { paint } = page;
  return [
    `  ${colour(rule?.level === "must" ? "✗" : "!")} ${paint.bold(code)} ×${formatCount(count)}`,
    ...(rule ? under(`${rule.title} ${paint.dim(`(${rule.source})`)}`, page) : []),
    ...under(paint.dim(printable(example)), page),
  ];
}

function fine({ checks }: ProbeReport, page: Page): string[] {
  const { passed, unknown } = checks;
  return [
    ...item(page, "Fine", `${rules(passed.length)} held`),
    ...item(page, "Not seen", `${rules(unknown.length)} had no occasion; --json names them`),
  ];
}
