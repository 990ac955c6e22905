import type { ResolvedOrigin } from "../resolve.ts";

export const TYPES = ["runner", "container", "container-enhanced", "vm", "iso"] as const;
export type DeploymentType = (typeof TYPES)[number];

/** The types that `up` brings up in this version; `doctor` judges the machine for all of them. */
export const DEPLOYED_TYPES: readonly DeploymentType[] = ["runner"];

export const SOURCES = ["live", "loop", "embedded"] as const;
export type Source = (typeof SOURCES)[number];

export const SERVERS = ["nginx", "embedded"] as const;
export type Server = (typeof SERVERS)[number];

/** What was picked and why, told to the user before anything happens. */
export interface Choice<T extends string> {
  value: T;
  because: string;
}

/** What an origin is, whoever runs it. */
export interface InstanceSpec {
  name: string;
  profile: string;
  type: "runner";
  source: Choice<Source>;
  server: Choice<Server>;
  bind: string;
  port: number;
  workers: number;
  /** Folder the media are written to; null when they are made on demand. */
  hlsDir: string | null;
  /** Private folder of the instance, gone when it ends. */
  runtimeDir: string;
  /** Folder of the access logs, which stay; null when none are written. */
  logDir: string | null;
  urls: { page: string; playlist: string; multivariant: string; health: string; files: string };
}

export const BUILDERS = ["nix", "docker"] as const;

/** Who makes what an origin is run with, told when it was asked for. */
export type PlannedBuilder = Choice<"local"> | (Choice<"nix"> & { nix: PlannedTools });

/** FFmpeg and nginx out of the flake. */
export interface PlannedTools {
  /** The output that has them. */
  output: string;
  system: string;
  flakeDir: string;
  /** What builds them, before anything else happens. */
  command: { argv: string[]; cwd: string };
  /** The result in the store, there or not. */
  outPath: string;
  /** In words, e.g. `3 derivations to build`. */
  todo: string;
  /** Writes a link to the result, which keeps it from Nix's garbage collection; the link's path follows. */
  keepArgv: string[];
}

/** `undo` tells what teardown does about a step: `keep` leaves what it made. */
export type Step =
  | { kind: "make-directory"; path: string; mode: number; undo: "remove-if-made" | "keep" }
  /** Makes the link `path` to what was built, which keeps it from Nix's garbage collection. */
  | { kind: "keep-result"; path: string; argv: string[]; undo: "remove" }
  /** The folder must be empty, take files and have this much room; the media in it go with the instance. */
  | { kind: "check-folder"; path: string; neededMB: number; undo: "none" }
  | { kind: "write-file"; path: string; mode: number; text: string; undo: "remove" }
  | { kind: "write-player"; directory: string; undo: "remove" }
  | {
      kind: "encode-clip";
      rendition: string;
      commands: string[][];
      videoPath: string;
      audioPath: string;
      undo: "keep";
    }
  | { kind: "publish"; hlsDir: string; undo: "remove" }
  /** The start number and time stamps in `argv` are those of the moment of planning; they follow the clock at each start. */
  | { kind: "start-encoder"; ffmpeg: string; argv: string[]; outputDir: string; undo: "stop" }
  | { kind: "start-nginx"; argv: string[]; undo: "stop" }
  | { kind: "serve"; bind: string; port: number; workers: number; undo: "stop" }
  | { kind: "wait-ready"; timeoutSec: number; undo: "none" };

/** Everything `up` will do, JSON-safe: `--dry-run` prints this very object and a detached run receives it. */
export interface UpPlan {
  schema: "hlsctl/plan/v1";
  instance: InstanceSpec;
  /** Null when nobody asked. */
  builder: PlannedBuilder | null;
  configuration: Pick<ResolvedOrigin, "component" | "name" | "description" | "config" | "derived" | "cache">;
  /** Says whether two requests mean the same origin. */
  fingerprint: string;
  /** What will not be as one might expect. */
  warnings: string[];
  steps: Step[];
}

/** A plan as another hlsctl wrote it. */
export function parsePlan(text: string): UpPlan {
  const plan: UpPlan = JSON.parse(text);
  if (plan.schema !== "hlsctl/plan/v1") throw new Error(`this is no plan of this version: ${plan.schema}`);
  return plan;
}
