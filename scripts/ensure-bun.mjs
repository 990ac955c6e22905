// Run by Node before anything runs on Bun. npm may leave the `bun` package as it was downloaded, without its install
// script (`ignore-scripts`, an `allowScripts` policy); its `bin/bun.exe` is then a text that says so.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../node_modules/bun/", import.meta.url));
const PLACEHOLDER_BYTES = 64 * 1024;

if (!existsSync(`${folder}install.js`)) {
  process.stderr.write("The packages are not installed yet. Run: npm ci\n");
  process.exitCode = 1;
} else if (statSync(`${folder}bin/bun.exe`).size < PLACEHOLDER_BYTES) {
  const { status } = spawnSync(process.execPath, ["install.js"], { cwd: folder, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
