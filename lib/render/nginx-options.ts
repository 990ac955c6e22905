import type { ResolvedOrigin } from "../resolve.ts";

export interface NginxOptions {
  /** Folder of playlists and segments. */
  hlsDir: string;
  /** Folder of the player page: `index.html` and `assets/`. */
  assetsDir: string;
  /** Private folder for the pid and temporary files. */
  runtimeDir: string;
  /** Folder of the access logs; `logging.directory` when not given. */
  logDir?: string;
  /** Address to listen on. */
  bind: string;
  /** 1 when not given. */
  workers?: number;
  /** User (and group) of the workers, for a master started as root: `root` where the folders are private to it. */
  user?: string;
  /** File descriptors a worker may have, where more or less than what it inherits. */
  openFilesLimit?: number;
}

export type NginxSettings = Pick<ResolvedOrigin, "config" | "derived" | "cache">;
