/** What `bun build --target=bun-…` can make a stand-alone binary for and hlsctl supports. */
export const TARGETS = [
  "linux-x64",
  "linux-x64-musl",
  "linux-arm64",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
] as const;

export type Target = (typeof TARGETS)[number];

export function isTarget(name: string): name is Target {
  return TARGETS.includes(name as Target);
}

/** The target of the Bun that runs this. */
export const HOST_TARGET = hostTarget();

function hostTarget(): Target {
  const name = `${process.platform}-${process.arch}${isMusl() ? "-musl" : ""}`;
  if (isTarget(name)) return name;
  throw new Error(`hlsctl is not built for ${name}; its targets are ${TARGETS.join(", ")}.`);
}

/** Only a glibc build reports the version of glibc. */
function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime === undefined;
}

/**
 * Flags of `bun build`. `--bytecode` without `--format=esm` builds a binary that dies at start. Without the two `--no-`
 * flags the binary obeys `.env` and `bunfig.toml` of the folder it is called in. `--splitting` keeps what one command
 * imports, Node's modules above all, from being loaded by every other.
 */
export const COMPILE_FLAGS = [
  "--compile",
  "--bytecode",
  "--format=esm",
  "--minify",
  "--splitting",
  "--min-chunk-size=16384",
  "--env=disable",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
] as const;
