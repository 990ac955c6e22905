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
  /** The master is started as root: workers stay root, because the folders may be private to it. */
  isRoot?: boolean;
  /** File descriptors a worker may have, where more or less than what it inherits. */
  openFilesLimit?: number;
}

export type NginxSettings = Pick<ResolvedOrigin, "config" | "derived" | "cache">;
