import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../..");
const PATH = join(ROOT, "dist/hlsctl");
const SOURCES = [
  "cli.ts",
  "lib",
  "flake.nix",
  "flake.lock",
  "nix",
  "profiles",
  "completions",
  "scripts/build.ts",
  "package.json",
  "package-lock.json",
];

let built: Promise<string> | undefined;

/** Path of `dist/hlsctl`, built once per run when any source is newer than it. */
export function binary(): Promise<string> {
  built ??= isFresh().then((fresh) => (fresh ? PATH : build()));
  return built;
}

async function isFresh(): Promise<boolean> {
  const made = await modified(PATH);
  const times = await Promise.all(SOURCES.map((source) => newest(join(ROOT, source))));
  return made > Math.max(...times);
}

async function build(): Promise<string> {
  const child = Bun.spawn([process.execPath, "scripts/build.ts"], {
    cwd: ROOT,
    stdout: "ignore",
    stderr: "pipe",
  });
  const [status, said] = await Promise.all([child.exited, child.stderr.text()]);
  if (status !== 0) throw new Error(`bun run build failed:\n${said}`);
  return PATH;
}

/** Folders count too: a file that went away changes its folder's time. */
async function newest(path: string): Promise<number> {
  const inside = await readdir(path, { recursive: true }).catch(() => []);
  return Math.max(...(await Promise.all([path, ...inside.map((file) => join(path, file))].map(modified))));
}

async function modified(path: string): Promise<number> {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}
