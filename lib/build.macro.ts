import { join } from "node:path";
import { version } from "../package.json";

export interface BuildInfo {
  version: string;
  /** Abbreviated commit, `-dirty` when files had changed, `unknown` outside a checkout. */
  commit: string;
  /** Platform the binary was made for: `linux-x64`, `linux-x64-musl`, `darwin-arm64`; `bun` is the bundle, for any. */
  target: string;
}

/** Runs while bundling (a Bun macro). `HLSCTL_TARGET` is set by the build script, which knows the cross target. */
export function readBuildInfo(): BuildInfo {
  const { HLSCTL_BUNDLING, HLSCTL_TARGET, HLSCTL_COMMIT } = process.env;
  const target = HLSCTL_BUNDLING ? "bun" : (HLSCTL_TARGET ?? `${process.platform}-${process.arch}`);
  return { version, commit: HLSCTL_COMMIT ?? describeCommit(), target };
}

function describeCommit(): string {
  const cwd = join(import.meta.dir, "..");
  const git = Bun.spawnSync(["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"], {
    cwd,
  });
  return git.success ? git.stdout.toString().trim() : "unknown";
}
