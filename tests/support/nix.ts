import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { atEnd } from "./at-end.ts";
import type { Answer } from "./sandbox.ts";
import { testWithTool } from "./tools.ts";

const ROOT = resolve(import.meta.dir, "../..");
const MODULES = join(ROOT, "node_modules");
const FLAKE = ["flake.nix", "flake.lock", "nix", "profiles"];
const SOURCES = ["cli.ts", "lib", "package-lock.json", "tsconfig.json"];

/** Builds without a daemon, a sandbox, users of its own or the network. */
export const NIX_ENV = {
  NIX_CONFIG: [
    "build-users-group =",
    "sandbox = false",
    "substituters =",
    "max-jobs = auto",
    "experimental-features = nix-command flakes",
  ].join("\n"),
};

/** Inputs of the flake by name, as the stubs stand in for them: `path:…`. */
export const STUBS: Readonly<Record<string, string>> = {
  nixpkgs: `path:${stub("stub", { "local.json": JSON.stringify({ nodeModules: MODULES, bunVersion: Bun.version }) })}`,
  microvm: `path:${stub("stub-microvm")}`,
  "go-ffmpeg-hls-swarm": `path:${stub("stub-go")}`,
};

/** Arguments of any `nix` command that takes a flake. */
export const STUB_ARGS: readonly string[] = Object.entries(STUBS).flatMap(([name, flake]) => [
  "--override-input",
  name,
  flake,
]);

/** Values of hlsctl's `--override-input`. */
export const STUB_OVERRIDES: readonly string[] = Object.entries(STUBS).map(
  ([name, flake]) => `${name}=${flake}`,
);

export interface NixOptions {
  cwd?: string;
  env?: Record<string, string>;
  timeoutMs?: number;
}

/** A test that needs Nix and what the stub's derivations are made with. */
export function testWithNix(title: string, run: () => unknown, timeoutMs = 120_000): void {
  testWithTool(["nix", "patchelf", "python3", "ffmpeg", "nginx", "curl", "jq"], title, run, timeoutMs);
}

/** Runs `nix ARGV…`, e.g. `nix(["build", ...STUB_ARGS, "path:…#hlsctl"])`. */
export async function nix(argv: readonly string[], options: NixOptions = {}): Promise<Answer> {
  const child = Bun.spawn(["nix", ...argv], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...process.env, ...NIX_ENV, NO_COLOR: "1", ...options.env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: options.timeoutMs ?? 110_000,
    killSignal: "SIGKILL",
  });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  return { status, stdout, stderr };
}

/** What `nix` printed; throws with its words when it failed. */
export async function nixText(argv: readonly string[], options?: NixOptions): Promise<string> {
  const { status, stdout, stderr } = await nix(argv, options);
  if (status !== 0) throw new Error(`nix ${argv.join(" ")} ended with ${status}:\n${stderr}${stdout}`);
  return stdout;
}

/** `nix eval` of one attribute of a flake, with the stubs; `apply` is a Nix function. */
export async function evalFlake(flake: string, attribute: string, apply?: string): Promise<unknown> {
  const more = apply === undefined ? [] : ["--apply", apply];
  return JSON.parse(await nixText(["eval", "--json", ...STUB_ARGS, `path:${flake}#${attribute}`, ...more]));
}

/** Builds attributes of a flake, with the stubs, and gives the path of the first output of each in their order. */
export async function buildFlake(flake: string, ...attributes: readonly string[]): Promise<string[]> {
  const wanted = attributes.map((attribute) => `path:${flake}#${attribute}`);
  const paths: string[] = [];
  for (const one of wanted) {
    const made: unknown = JSON.parse(await nixText(["build", "--json", "--no-link", ...STUB_ARGS, one]));
    paths.push(...(made as { outputs: Record<string, string> }[]).map(({ outputs }) => firstOf(outputs)));
  }
  return paths;
}

/**
 * The text of a file that takes part in an attribute (a derivation, or a path in one), for another system too: nothing is
 * built. Undefined when there is no such file.
 */
export async function textOfDerivation(
  flake: string,
  attribute: string,
  name: string,
): Promise<string | undefined> {
  const origins = await evalFlake(
    flake,
    attribute,
    "one: builtins.attrNames (builtins.getContext (toString one))",
  );
  const all = JSON.parse(await nixText(["show-derivation", "--recursive", ...(origins as string[])]));
  const found = Object.values(all as Record<string, { env: Record<string, string> }>).find(
    ({ env }) => env.name === name && env.text !== undefined,
  );
  return found?.env.text;
}

let unchanged: Promise<string> | undefined;

/** The flake as it is, for tests that change nothing in it. */
export function flake(): Promise<string> {
  unchanged ??= flakeCopy();
  return unchanged;
}

export interface FlakeCopyOptions {
  /** Further files, or others' in their place: path → text. */
  add?: Readonly<Record<string, string>>;
  /** With the sources instead of the bundle, so that Nix builds hlsctl from them. */
  fromSource?: boolean;
}

/** A fresh temporary folder with the files of the flake as `hlsctl nix write` would lay them; removed at the end of the run. */
export async function flakeCopy({ add = {}, fromSource = false }: FlakeCopyOptions = {}): Promise<string> {
  const folder = await mkdtemp(join(temporary(), "flake-"));
  for (const path of fromSource ? [...FLAKE, ...SOURCES] : FLAKE) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  const { name, version } = await Bun.file(join(ROOT, "package.json")).json();
  const files: Record<string, string> = fromSource
    ? { "package.json": await Bun.file(join(ROOT, "package.json")).text() }
    : { "package.json": JSON.stringify({ name, version }), "nix/bundle/hlsctl.js": await bundle() };
  for (const [path, text] of Object.entries({ ...files, ...add })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/**
 * A flake of a user in a fresh folder: `outputs` is Nix of what it gives, with `nixpkgs`, `hlsctl` (the flake in
 * `flake`) and `pkgs` (nixpkgs for x86_64-linux) in scope. Needs no STUB_ARGS.
 */
export async function userFlake(flake: string, outputs: string): Promise<string> {
  const folder = await mkdtemp(join(temporary(), "user-"));
  const inputs = Object.entries(STUBS).map(([name, url]) => `inputs.${name}.url = "${url}";`);
  const follows = Object.keys(STUBS).map((name) => `${name}.follows = "${name}";`);
  const text = `{
    ${inputs.join("\n    ")}
    inputs.go-ffmpeg-hls-swarm.flake = false;
    inputs.microvm.inputs.nixpkgs.follows = "nixpkgs";
    inputs.hlsctl = { url = "path:${flake}"; inputs = { ${follows.join(" ")} }; };
    outputs = { nixpkgs, hlsctl, ... }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in ${outputs};
  }`;
  await writeFile(join(folder, "flake.nix"), text);
  return folder;
}

let bundled: Promise<string> | undefined;

/** The JavaScript of hlsctl, built once per run. */
export function bundle(): Promise<string> {
  bundled ??= buildBundle();
  return bundled;
}

async function buildBundle(): Promise<string> {
  const child = Bun.spawn([process.execPath, "build", "--target=bun", "--minify", "cli.ts"], {
    cwd: ROOT,
    env: { ...process.env, HLSCTL_BUNDLING: "1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [status, text, said] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  if (status !== 0) throw new Error(`The bundle could not be built:\n${said}`);
  return text;
}

let parent: string | undefined;

/** A folder of this run. */
export function temporary(): string {
  if (parent === undefined) {
    parent = mkdtempSync(join(tmpdir(), "hlsctl-nix-"));
    atEnd('rm -rf "$1"', [parent]);
  }
  return parent;
}

/**
 * A stub as Nix may read it: a pure evaluation knows nothing of this machine, so that what it must know is a file more.
 * At one place for every run and only written where it differs, for the place is a part of Nix's cache.
 */
function stub(name: string, more: Readonly<Record<string, string>> = {}): string {
  const source = join(ROOT, "tests/nix", name);
  const folder = join(MODULES, ".cache/hlsctl-nix", name);
  const names = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1));
  const files = { ...Object.fromEntries(names.map((path) => [path, readText(join(source, path))])), ...more };
  for (const [path, text] of Object.entries(files)) replaceText(join(folder, path), text ?? "");
  for (const path of filesIn(folder)) if (!(path in files)) rmSync(join(folder, path));
  return folder;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function replaceText(path: string, text: string): void {
  if (readText(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const made = `${path}.${process.pid}`;
  writeFileSync(made, text);
  renameSync(made, path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function firstOf(outputs: Record<string, string>): string {
  return outputs.out ?? Object.values(outputs)[0] ?? "";
}
