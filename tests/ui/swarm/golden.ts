import { expect } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dir, "../../golden/swarm");

/** Compares with a file of tests/golden/swarm; `UPDATE_GOLDEN=1 bun test` writes it: read the difference then. */
export function expectGolden(file: string, text: string): void {
  const path = join(FOLDER, file);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  expect(`${text}\n`, file).toBe(readFileSync(path, "utf8"));
}
