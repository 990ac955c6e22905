import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BUNDLE_ARGV, BUNDLE_ENV } from "../lib/build/bundle.ts";
import { COMPILE_FLAGS, HOST_TARGET, isTarget, TARGETS, type Target } from "./build-targets.ts";

/**
 * `bun run build` makes `dist/hlsctl` for this machine. `bun run build --all`, or with targets named, makes
 * `dist/hlsctl-TARGET` of each and `dist/SHA256SUMS`. `--out DIR` puts them elsewhere.
 */
const ROOT = resolve(import.meta.dir, "..");

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { all: { type: "boolean" }, out: { type: "string", default: join(ROOT, "dist") } },
    allowPositionals: true,
  });
  const wrong = positionals.find((name) => !isTarget(name));
  if (wrong !== undefined) throw new Error(`There is no target "${wrong}". They are ${TARGETS.join(", ")}.`);
  const targets = values.all ? TARGETS : positionals.filter(isTarget);
  await mkdir(values.out, { recursive: true });
  const folder = await mkdtemp(join(values.out, ".bundle-"));
  try {
    const bundle = await buildBundle(folder);
    if (targets.length === 0) return await tell(await build(HOST_TARGET, bundle, join(values.out, "hlsctl")));
    await buildTargets(targets, bundle, values.out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildTargets(targets: readonly Target[], bundle: string, out: string): Promise<void> {
  const files: string[] = [];
  for (const target of targets) {
    files.push(await build(target, bundle, join(out, `hlsctl-${target}`)));
    await tell(files.at(-1)!);
  }
  await writeSums(out, files);
}

/** The JavaScript that the binaries carry for the flakes they write: the same in all of them. */
async function buildBundle(folder: string): Promise<string> {
  const path = join(folder, "hlsctl.js");
  const child = Bun.spawn([process.execPath, ...BUNDLE_ARGV, `--outfile=${path}`], {
    cwd: ROOT,
    env: { ...process.env, ...BUNDLE_ENV },
    stdout: "ignore",
    stderr: "pipe",
  });
  const [status, said] = await Promise.all([child.exited, child.stderr.text()]);
  if (status !== 0) throw new Error(`bun build failed for the bundle:\n${said}`);
  return path;
}

/** Builds beside the destination under a fixed name, for the name is part of the bytes; then renames. */
async function build(target: Target, bundle: string, path: string): Promise<string> {
  const folder = await mkdtemp(join(path, "../.build-"));
  try {
    const made = join(folder, "hlsctl");
    await compile(target, bundle, made);
    if (target === HOST_TARGET) await smoke(made, target);
    await rename(made, path);
    return path;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(target: Target, bundle: string, outfile: string): Promise<void> {
  const cross = target === HOST_TARGET ? [] : [`--target=bun-${target}`];
  const child = Bun.spawn(
    [process.execPath, "build", ...COMPILE_FLAGS, ...cross, `--outfile=${outfile}`, "cli.ts"],
    {
      cwd: ROOT,
      env: { ...process.env, HLSCTL_TARGET: target, HLSCTL_BUNDLE: bundle },
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  const [status, ...said] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  if (status === 0) return;
  const reason = said.join("").trim();
  if (!reason.includes("Failed to download")) throw new Error(`bun build failed for ${target}:\n${reason}`);
  throw new Error(
    `The Bun runtime for ${target} is not in Bun's cache and could not be fetched (${reason}).\n` +
      "It comes from the npm registry once and is cached; try again where the registry can be reached.",
  );
}

/** The artefact, not the build, is what must work: it runs alone, with an empty environment. */
async function smoke(path: string, target: Target): Promise<void> {
  const child = Bun.spawn([path, "version", "--json"], { cwd: join(path, ".."), env: {}, stderr: "pipe" });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  if (status !== 0) throw new Error(`The binary was built but does not run (status ${status}):\n${stderr}`);
  const told: unknown = JSON.parse(stdout).data?.target;
  if (told !== target) throw new Error(`The binary says it is for ${told}, but it was built for ${target}.`);
}

async function writeSums(folder: string, files: readonly string[]): Promise<void> {
  const lines = await Promise.all(files.map(async (file) => `${await sha256(file)}  ${basename(file)}\n`));
  await Bun.write(join(folder, "SHA256SUMS"), lines.join(""));
  await tell(join(folder, "SHA256SUMS"));
}

async function sha256(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex");
}

async function tell(path: string): Promise<void> {
  const mebibytes = Bun.file(path).size / 2 ** 20;
  console.log(mebibytes < 1 ? path : `${path}  ${mebibytes.toFixed(1)} MiB`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
