import { test } from "bun:test";

const PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Path of a program of this machine. */
export function toolPath(name: string): string | undefined {
  return Bun.which(name, { PATH }) ?? undefined;
}

export function hasTool(name: string): boolean {
  return toolPath(name) !== undefined;
}

/**
 * A test that needs programs: `testWithTool("ffprobe", "…", async () => …)`. Where one is absent it is skipped and its
 * title says so; `npm test` lists what was skipped, and with `CI` set counts it as failed.
 */
export function testWithTool(
  tools: string | readonly string[],
  title: string,
  run: () => unknown,
  timeoutMs = 30_000,
): void {
  const missing = [tools].flat().filter((name) => !hasTool(name));
  if (missing.length === 0) test(title, async () => void (await run()), timeoutMs);
  else test.skip(`${title} (skipped: no ${missing.join(", ")} here)`, () => {});
}
