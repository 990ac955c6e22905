import type { ClipInput } from "../render/clip-input.ts";
import type { OriginFacts } from "./choose.ts";
import type { PlannedBuilder, Server, Source } from "./plan.ts";

/** What the user asked `up` for, apart from the configuration. */
export interface UpRequest {
  name: string | undefined;
  source: Source | "auto";
  server: Server | "auto";
  bind: string;
  workers: number;
  readyTimeoutSec: number;
}

export interface UpFacts extends OriginFacts {
  /** Whose programs `ffmpeg` and `nginx` are, when that was asked for. */
  builder?: PlannedBuilder | undefined;
  runtimeFolder: string;
  cacheFolder: string;
  stateFolder: string;
  /** Moment of planning: the start number and time stamps of a live encoder follow from it. */
  nowMs: number;
  /** The user's `--input`, looked at. */
  input: ClipInput | undefined;
  /** User and group of nginx workers, where the master is started as root. */
  nginxUser: string | undefined;
  /** File descriptors a process may have: that many viewers nginx can carry. */
  openFilesLimit: number;
  /** A short digest of a text, for cache names and fingerprints. */
  digest(text: string): string;
}
