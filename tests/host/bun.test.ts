import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const HOST = resolve(import.meta.dir, "../../lib/host/bun.ts");

/** Runs a program that prints what would run it again, with these flags of Bun. */
function selfArgvOf(flags: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-self-"));
  try {
    const main = join(folder, "main.ts");
    const text = `import { bunHost } from ${JSON.stringify(HOST)};\nconsole.log(JSON.stringify(bunHost.selfArgv));\n`;
    writeFileSync(main, text);
    const child = Bun.spawnSync([process.execPath, ...flags, main, "up", "--config=not-a-flag-of-bun"]);
    return JSON.parse(child.stdout.toString()).map((word: string) => word.replace(main, "MAIN"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a child is run by the same Bun with the same flags, and without the words of its parent", () => {
  const flags = ["--config=/dev/null", "--no-env-file", "--no-install"];
  expect(selfArgvOf(flags)).toEqual([process.execPath, ...flags, "MAIN"]);
});

test("where Bun has no flags a child has none", () => {
  expect(selfArgvOf([])).toEqual([process.execPath, "MAIN"]);
});
