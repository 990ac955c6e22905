import { expect, test } from "bun:test";
import { listsFlag } from "../../lib/check/go-flags.ts";

const HELP = `Usage:
  go-ffmpeg-hls-swarm [flags] <HLS_URL>

Flags:
  -clients int
    \tNumber of concurrent clients (default 10)
  -print-cmd
    \tPrint FFmpeg command and exit
`;

test("a flag is found as Go's flag package lists it, with or without a value", () => {
  expect(listsFlag(HELP, "clients")).toBe(true);
  expect(listsFlag(HELP, "print-cmd")).toBe(true);
});

test("a word in the text is no flag, nor is a beginning of one", () => {
  expect(listsFlag(HELP, "concurrent")).toBe(false);
  expect(listsFlag(HELP, "print")).toBe(false);
  expect(listsFlag("Usage: x [flags] -clients\nFlags: clients print-cmd", "clients")).toBe(false);
});
