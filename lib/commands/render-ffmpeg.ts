import { join } from "node:path";
import { Failure } from "../errors.ts";
import { segmentStartMs } from "../hls/live-window.ts";
import { renderLive } from "../render/ffmpeg.ts";
import { liveStart } from "../render/live-start.ts";
import { renderLoopEncode } from "../render/loop.ts";
import { quoteCommand } from "../render/quote/shell.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import type { CommandContext } from "./command.ts";

/** FFmpeg's command for the live source; without a start number that of the segment nearest to now. */
export function printLive(
  resolved: ResolvedOrigin,
  startNumber: string | undefined,
  { host, out }: CommandContext,
): void {
  const { hls, server } = resolved.config;
  const nowMs =
    startNumber === undefined
      ? host.clock.nowMs()
      : segmentStartMs(parseNumber(startNumber), hls.segmentDuration);
  const argv = ["ffmpeg", ...renderLive(resolved, { outputDir: server.hlsDir, nowMs })];
  const start = liveStart(nowMs, hls.segmentDuration);
  const startsAt = new Date(segmentStartMs(start.startNumber, hls.segmentDuration)).toISOString();
  const head = { artefact: "ffmpeg", profile: resolved.name, source: "live" };
  out.data("render", { ...head, argv, commands: [argv], ...start, startsAt });
  const folders = resolved.derived.renditions.map(({ directory }) => join(server.hlsDir, directory));
  out.answer(
    [
      `# Segment ${start.startNumber} begins at ${startsAt}; to start at another time, render again.`,
      `${quoteCommand(["mkdir", "-p", ...folders])} &&`,
      quoteCommand(argv),
    ].join("\n"),
  );
}

/** FFmpeg's commands that encode the clip of every rendition. */
export function printLoop(
  resolved: ResolvedOrigin,
  startNumber: string | undefined,
  { out }: CommandContext,
): void {
  if (startNumber !== undefined) {
    throw new Failure(
      "usage-bad-value",
      "A loop has no --start-number: its segments are numbered when they are served.",
    );
  }
  const { hlsDir } = resolved.config.server;
  const commands = resolved.derived.renditions.flatMap((rendition) => {
    const file = (ending: string) => join(hlsDir, `${rendition.name}.${ending}`);
    const files = { videoPath: file("h264"), audioPath: file("aac") };
    return renderLoopEncode(resolved, rendition, files).map((argv) => ["ffmpeg", ...argv]);
  });
  out.data("render", { artefact: "ffmpeg", profile: resolved.name, source: "loop", commands });
  out.answer([["mkdir", "-p", hlsDir], ...commands].map(quoteCommand).join(" &&\n"));
}

function parseNumber(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Failure("usage-bad-value", `--start-number takes a media sequence number, not "${text}".`);
}
