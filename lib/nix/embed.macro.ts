import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { name } from "../../package.json";

const ROOT = join(import.meta.dir, "../..");
const ENTRIES = ["flake.nix", "flake.lock", "nix", "profiles"];

/** A written flake has the bundle there; in the repository it is nobody's source. */
const BUNDLE_FOLDER = "nix/bundle";

/**
 * Runs while bundling (a Bun macro): path → text of the flake's files as JSON text, so that the binary writes the very files
 * that the repository has.
 */
export function embedFlake(): string {
  const paths = ENTRIES.flatMap(filesBelow).filter((path) => !path.startsWith(`${BUNDLE_FOLDER}/`));
  const texts = paths.sort().map((path) => [path, readFileSync(join(ROOT, path), "utf8")]);
  return JSON.stringify({ name, files: Object.fromEntries(texts) });
}

function filesBelow(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((entry) => filesBelow(`${path}/${entry}`));
}

/**
 * Where the program's JavaScript is found when it is asked for: `self` in the bundle, which is its own file · `embedded` in a
 * binary, compressed by zstd, in base64 · `source` when run from the sources.
 */
export type BundlePlace = { kind: "self" } | { kind: "embedded"; data: string } | { kind: "source" };

/** `HLSCTL_BUNDLING` is set where the bundle is built; `HLSCTL_BUNDLE`, by the build script, names a built one. */
export function embedBundle(): BundlePlace {
  const { HLSCTL_BUNDLING, HLSCTL_BUNDLE } = process.env;
  if (HLSCTL_BUNDLING) return { kind: "self" };
  if (!HLSCTL_BUNDLE) return { kind: "source" };
  const packed = Bun.zstdCompressSync(readFileSync(HLSCTL_BUNDLE), { level: 19 });
  return { kind: "embedded", data: Buffer.from(packed).toString("base64") };
}
