import { describe, expect, test } from "bun:test";
import { dirname, join, relative, resolve } from "node:path";

/**
 * The rooms of lib/ in the order of the story. `imports` are rooms whose values a room may use, `types` further rooms of
 * which it knows the shapes only, `packages` what it may take from npm.
 */
interface Room {
  imports: readonly string[];
  types?: readonly string[];
  packages?: readonly string[];
  /** Single files of other rooms. */
  files?: readonly string[];
  /** No machine, clock, randomness: of Node only node:path. */
  isPure?: boolean;
}

const CORE = ["errors", "schema"];
const ENGINE = [...CORE, "registry", "merge", "derive", "resolve"];

const ROOMS: Record<string, Room> = {
  errors: { imports: [], isPure: true },
  schema: { imports: [], packages: ["valibot"], isPure: true },
  registry: { imports: CORE, packages: ["fastest-levenshtein"], isPure: true },
  merge: { imports: CORE, isPure: true },
  derive: { imports: [...CORE, "registry", "hls"], packages: ["valibot"], isPure: true },
  resolve: { imports: [...CORE, "registry", "merge", "derive"], isPure: true },
  explain: { imports: ENGINE, isPure: true },
  hls: { imports: [], isPure: true },
  render: { imports: [...ENGINE, "hls"], isPure: true },
  plan: { imports: [...ENGINE, "hls", "render"], isPure: true },
  nix: { imports: [...ENGINE, "plan"], types: ["host"], isPure: true },
  host: { imports: ["errors"], packages: ["valibot"], files: ["lib/nix/internal-json.ts"] },
  doctor: {
    imports: [...ENGINE, "plan", "nix"],
    types: ["host", "ui"],
    packages: ["cli-table3"],
    files: ["lib/host/probe/port-holder.ts"],
    isPure: true,
  },
  origin: { imports: [...ENGINE, "hls", "render", "host"], packages: ["hls.js"] },
  stats: { imports: ["errors", "hls"], packages: ["hdr-histogram-js", "valibot"], isPure: true },
  load: { imports: ["errors", "stats", "hls"], isPure: true },
  http: { imports: ["errors", "stats"], isPure: true },
  net: { imports: ["errors", "stats", "http", "host"] },
  viewer: { imports: ["errors", "hls", "http", "stats"], isPure: true },
  report: { imports: ["errors", "hls", "stats", "load"], packages: ["uplot", "valibot"], isPure: true },
  swarm: {
    imports: [
      ...ENGINE,
      "hls",
      "http",
      "net",
      "stats",
      "load",
      "viewer",
      "report",
      "render",
      "plan",
      "host",
      "origin",
      "run",
      "build-info",
    ],
  },
  run: { imports: [...ENGINE, "hls", "render", "plan", "host", "origin", "build-info"] },
  build: {
    imports: [...ENGINE, "nix", "plan", "host", "doctor", "build-info"],
    files: ["lib/run/watchdog.ts"],
  },
  check: { imports: [...ENGINE, "nix", "plan", "host", "build", "build-info"] },
  ui: {
    imports: [...ENGINE, "explain", "render", "plan", "hls", "stats", "load", "report", "nix"],
    types: ["check"],
    packages: ["@clack/prompts"],
  },
  "build-info": { imports: [] },
  commands: {
    imports: [
      ...ENGINE,
      "hls",
      "render",
      "plan",
      "explain",
      "host",
      "doctor",
      "origin",
      "run",
      "stats",
      "load",
      "http",
      "net",
      "viewer",
      "report",
      "swarm",
      "nix",
      "build",
      "check",
      "ui",
      "build-info",
    ],
    packages: ["smol-toml"],
  },
  cli: { imports: ["commands"] },
};

interface Import {
  file: string;
  from: string;
  /** A room, an npm package or a module of the platform. */
  to: string;
  kind: "room" | "package" | "platform";
  /** The file of a room. */
  path?: string;
  isType: boolean;
}

const ROOT = resolve(import.meta.dir, "..");
const transpiler = new Bun.Transpiler({ loader: "ts" });

function sources(): string[] {
  const lib = [...new Bun.Glob("lib/**/*.ts").scanSync(ROOT)];
  return ["cli.ts", ...lib].filter((file) => !file.endsWith(".macro.ts") && !file.endsWith(".d.ts")).sort();
}

/** Without a `#!` line, which the transpiler does not read. */
async function sourceText(file: string): Promise<string> {
  return (await Bun.file(join(ROOT, file)).text()).replace(/^#!.*/, "");
}

function roomOf(file: string): string {
  const [top = "", second] = file.split("/");
  if (top !== "lib" || second === undefined) return top.replace(/\.ts$/, "");
  return second.replace(/\.ts$/, "");
}

const WRITTEN = /^(?:import|export)\s+(?:[\w$*,{}\s]*?\bfrom\s+)?"([^"\n]+)"/gm;

/** A transpiler drops imports of types, so that what only the text has is one. */
async function importsOf(file: string): Promise<Import[]> {
  const text = await sourceText(file);
  const values = new Set(transpiler.scanImports(text).map((found) => found.path));
  const written = [...text.matchAll(WRITTEN)].map((match) => match[1] ?? "");
  return [...new Set([...values, ...written])]
    .filter((path) => !path.endsWith(".macro.ts"))
    .map((path) => ({ file, from: roomOf(file), ...target(file, path), isType: !values.has(path) }));
}

function target(file: string, path: string): Pick<Import, "to" | "kind" | "path"> {
  if (/^(node|bun):|^bun$/.test(path)) return { to: path, kind: "platform" };
  const packageName = /^((?:@[^/]+\/)?[^/]+)/;
  if (!path.startsWith(".")) return { to: packageName.exec(path)?.[1] ?? path, kind: "package" };
  const absolute = relative(ROOT, join(ROOT, dirname(file), path));
  const bundled = /^node_modules\/(.*)/.exec(absolute)?.[1];
  if (bundled) return { to: packageName.exec(bundled)?.[1] ?? bundled, kind: "package" };
  return { to: roomOf(absolute), kind: "room", path: absolute };
}

const imports = (await Promise.all(sources().map(importsOf))).flat();

function isAllowed({ from, to, kind, path, isType }: Import): boolean {
  const room = ROOMS[from];
  if (!room || to === from) return room !== undefined;
  if (kind === "platform") return !room.isPure || /^node:path(\/posix)?$/.test(to);
  if (kind === "package") return (room.packages ?? []).includes(to);
  if (path && room.files?.includes(path)) return true;
  return room.imports.includes(to) || (isType && (room.types ?? []).includes(to));
}

describe("the rooms of lib/", () => {
  test("are all in the table", () => {
    const found = new Set(sources().map(roomOf));
    expect([...found].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  test("import only in the direction of the story", () => {
    const wrong = imports.filter((entry) => !isAllowed(entry));
    expect(wrong.map(({ file, to, isType }) => `${file} ${isType ? "knows" : "imports"} ${to}`)).toEqual([]);
  });

  test("have no circle among them", () => {
    const backward = Object.entries(ROOMS).flatMap(([name, room]) =>
      room.imports.filter((other) => reaches(other, name)).map((other) => `${name} ↔ ${other}`),
    );
    expect(backward).toEqual([]);
  });

  test("use every permission that the table gives", () => {
    const used = new Set(imports.map(({ from, to }) => `${from} → ${to}`));
    const idle = Object.entries(ROOMS).flatMap(([name, room]) =>
      [...(room.types ?? []), ...(room.packages ?? [])].map((other) => `${name} → ${other}`),
    );
    expect(idle.filter((entry) => !used.has(entry))).toEqual([]);
  });
});

function reaches(from: string, to: string): boolean {
  return from === to || (ROOMS[from]?.imports ?? []).some((next) => reaches(next, to));
}

/** Other globals of the machine are refused by the linter, which knows names from words; these are members. */
const CLOCK_OR_CHANCE = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bimport\.meta\b|\bglobalThis\b/g;

test("pure rooms have no clock, chance or place", async () => {
  const pure = sources().filter((file) => ROOMS[roomOf(file)]?.isPure);
  const found = await Promise.all(
    pure.map(async (file) => {
      const text = (await sourceText(file)).replace(/ with \{ type: "macro" \}/g, "");
      return [...transpiler.transformSync(text).matchAll(CLOCK_OR_CHANCE)].map(
        (match) => `${file}: ${match[0]}`,
      );
    }),
  );
  expect(pure.length).toBeGreaterThan(50);
  expect(found.flat()).toEqual([]);
});
