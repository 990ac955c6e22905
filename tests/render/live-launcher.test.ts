import { describe, expect } from "bun:test";
import { liveLauncher, START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD } from "../../lib/render/live-launcher.ts";
import { liveStart, START_UP_MS } from "../../lib/render/live-start.ts";
import { run } from "../support/decode.ts";
import { testWithTool } from "../support/tools.ts";

const WORDS = ["a b", "", "$HOME", "*", `x${START_NUMBER_WORD}`, "'"];

describe("the launcher", () => {
  testWithTool("sh", "starts on a boundary, with the numbers that hlsctl itself would give", async () => {
    for (const durationSec of [0.5, 1.2]) {
      const program = ["printf", "%s\\n", START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD, ...WORDS];
      const startedMs = Date.now();
      const { status, output, errors } = await run([
        "sh",
        "-euc",
        liveLauncher(durationSec),
        "launcher",
        ...program,
      ]);
      const lines = new TextDecoder().decode(output).split("\n");
      expect({ status, errors }).toEqual({ status: 0, errors: "" });
      const boundaryMs = Number(lines[0]) * durationSec * 1000;
      expect(boundaryMs).toBeGreaterThan(startedMs);
      expect(boundaryMs).toBeLessThan(Date.now() + START_UP_MS + 5);
      const start = liveStart(boundaryMs, durationSec);
      expect(start.startNumber).toBe(Number(lines[0]));
      expect(Math.round(Number(lines[1]) * 90_000)).toBe(Math.round(start.timestampOffsetSec * 90_000));
      expect(lines.slice(2, -1)).toEqual(WORDS);
    }
  });

  testWithTool("shellcheck", "has nothing that shellcheck objects to", async () => {
    const script = new TextEncoder().encode(liveLauncher(2));
    const { output } = await run(["shellcheck", "--shell=sh", "-"], script);
    expect(new TextDecoder().decode(output)).toBe("");
  });
});
