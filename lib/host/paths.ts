import { isAbsolute, join, resolve } from "node:path";
import type { Host } from "./host.ts";

/** The folders hlsctl keeps things in (XDG Base Directory Specification; `HLSCTL_HOME` overrides all). */
export interface Paths {
  config: string;
  state: string;
  cache: string;
  /** Sockets and media of running instances; private to the user. */
  runtime: string;
}

export function pathsOf(host: Pick<Host, "env" | "homeDir" | "uid" | "platform" | "cwd">): Paths {
  const { env, homeDir } = host;
  const home = env.HLSCTL_HOME;
  if (home) {
    const root = resolve(host.cwd, home);
    return {
      config: join(root, "config"),
      state: join(root, "state"),
      cache: join(root, "cache"),
      runtime: join(root, "run"),
    };
  }
  return {
    config: join(absolute(env.XDG_CONFIG_HOME) ?? join(homeDir, ".config"), "hlsctl"),
    state: join(absolute(env.XDG_STATE_HOME) ?? join(homeDir, ".local/state"), "hlsctl"),
    cache: join(absolute(env.XDG_CACHE_HOME) ?? join(homeDir, ".cache"), "hlsctl"),
    runtime: runtimeFolder(host),
  };
}

/** Without XDG_RUNTIME_DIR, /tmp whatever TMPDIR says: macOS's is too long for socket paths. */
function runtimeFolder({ env, uid }: Pick<Host, "env" | "uid">): string {
  const given = absolute(env.XDG_RUNTIME_DIR);
  return given ? join(given, "hlsctl") : `/tmp/hlsctl-${uid}`;
}

/** The specification says to ignore relative paths. */
function absolute(path: string | undefined): string | undefined {
  return path && isAbsolute(path) ? path : undefined;
}
