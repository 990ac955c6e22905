import { Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import type { Table, Value } from "../schema/table.ts";

/** Where an origin's units find programs and where its files lie: absolute paths. */
export interface HostPaths {
  ffmpeg: string;
  nginx: string;
  sh: string;
  mkdir: string;
  cp: string;
  find: string;
  kill: string;
  /** Folder of nginx.conf and of the multivariant playlist that the encoder's unit copies. */
  configDir: string;
  /** Folder of the player page (lib/origin/player). */
  playerDir: string;
  unitDir: string;
  sysusersDir: string;
  /**
   * `PATH` of the encoder's unit, absolute folders with colons between: its launcher needs `date` and `sleep`. systemd's own
   * when not given.
   */
  path?: string;
}

/** User, configuration folder and runtime folder of an origin on a host. */
export const UNIT_USER = "hls-origin";

/** Where distributions that follow the Filesystem Hierarchy Standard have them. */
export const HOST_PATHS: HostPaths = {
  ffmpeg: "/usr/bin/ffmpeg",
  nginx: "/usr/sbin/nginx",
  sh: "/bin/sh",
  mkdir: "/bin/mkdir",
  cp: "/bin/cp",
  find: "/usr/bin/find",
  kill: "/bin/kill",
  configDir: `/etc/${UNIT_USER}`,
  playerDir: `/usr/local/share/${UNIT_USER}`,
  unitDir: "/etc/systemd/system",
  sysusersDir: "/etc/sysusers.d",
};

const KEYS = [...Object.keys(HOST_PATHS), "path"];

/** The paths of distributions under those that a table sets. Throws `Failure("config-invalid")` with everything that is wrong in `place`, a file. */
export function parseHostPaths(table: Table, place: string): HostPaths {
  const problems = Object.entries(table).flatMap(([key, value]) => problemOf(key, value) ?? []);
  if (problems.length === 0) return { ...HOST_PATHS, ...table };
  throw new Failure("config-invalid", `${place} cannot say where things are: ${problems.join("; ")}.`, {
    hint: `It takes absolute paths: ${KEYS.join(", ")}.`,
  });
}

function problemOf(key: string, value: Value): string | undefined {
  if (!KEYS.includes(key)) {
    const near = suggest(key, KEYS);
    return `there is no "${key}"${near === undefined ? "" : ` (did you mean ${near}?)`}`;
  }
  const parts = typeof value !== "string" ? [] : key === "path" ? value.split(":") : [value];
  if (parts.length > 0 && parts.every(isAbsolute)) return undefined;
  const wanted = key === "path" ? "no list of absolute folders with colons between" : "no absolute path";
  return `${key} is ${wanted}: ${JSON.stringify(value)}`;
}

/** A line break or another control character would end a setting. */
function isAbsolute(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /^\/[^\x00-\x1f\x7f]*$/.test(path);
}
