import { describe, expect } from "bun:test";
import { liveLauncher, START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD } from "../../lib/render/live-launcher.ts";
import { liveStart } from "../../lib/render/live-start.ts";
import { run } from "../support/decode.ts";
import { testWithTool } from "../support/tools.ts";

const WORDS = ["a b", "", "$HOME", "*", `x${START_NUMBER_WORD}`, "'"];

describe("the launcher", () => {
  testWithTool("sh", "starts on a boundary, with the numbers that hlsctl itself would give", async () => {
    for (const durationSec of [0.5, 1.2]) {
      const program = ["printf", "%s\\n", START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD, ...WORDS];
      const { status, output, errors } = await run([
        "sh",
        "-euc",
        liveLauncher(durationSec),
        "launcher",
        ...program,
      ]);
      const endedMs = Date.now();
      const lines = new TextDecoder().decode(output).split("\n");
      const start = liveStart(endedMs, durationSec);
      expect({ status, errors }).toEqual({ status: 0, errors: "" });
      expect(Number(lines[0])).toBe(start.startNumber);
      expect(Number(lines[1]) * 90_000).toBeCloseTo(start.timestampOffsetSec * 90_000, 0);
      expect(lines.slice(2, -1)).toEqual(WORDS);
      expect(Math.abs(endedMs - start.startNumber * durationSec * 1000)).toBeLessThan(durationSec * 500);
    }
  });

  testWithTool("shellcheck", "has nothing that shellcheck objects to", async () => {
    const script = new TextEncoder().encode(liveLauncher(2));
    const { output } = await run(["shellcheck", "--shell=sh", "-"], script);
    expect(new TextDecoder().decode(output)).toBe("");
  });
});
