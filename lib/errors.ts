/**
 * Failures a user can act on, and the exit status each one ends with.
 * Anything thrown that is not a `Failure` is a bug and ends with 1.
 */

export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  config: 3,
  notFound: 4,
  conflict: 5,
  prerequisite: 6,
  permission: 7,
  unsupported: 8,
  timeout: 9,
  buildFailed: 10,
  startFailed: 11,
  unhealthy: 12,
  network: 13,
  diskFull: 14,
  cancelled: 20,
  thresholds: 99,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitName = keyof typeof EXIT;

/** Stable failure ids (in `--json` as `error.id`) and the exit status of each. */
export const FAILURES = {
  "usage-unknown-command": "usage",
  "usage-unknown-flag": "usage",
  "usage-bad-value": "usage",
  "usage-missing-argument": "usage",
  "usage-extra-argument": "usage",
  "usage-unknown-type": "usage",
  "usage-unknown-shell": "usage",
  "config-invalid": "config",
  "profile-invalid": "config",
  "key-unknown": "config",
  "report-invalid": "config",
  "source-unsuitable": "config",
  "profile-not-found": "notFound",
  "instance-not-found": "notFound",
  "output-not-found": "notFound",
  "file-not-found": "notFound",
  "port-in-use": "conflict",
  "instance-conflict": "conflict",
  "instance-busy": "conflict",
  "folder-in-use": "conflict",
  "folder-edited": "conflict",
  "ffmpeg-missing": "prerequisite",
  "ffmpeg-unsuitable": "prerequisite",
  "nginx-missing": "prerequisite",
  "tool-missing": "prerequisite",
  "limits-too-low": "prerequisite",
  "type-prerequisite": "prerequisite",
  "nix-missing": "prerequisite",
  "nix-too-old": "prerequisite",
  "nix-unusable": "prerequisite",
  "directory-unwritable": "permission",
  "permission-denied": "permission",
  "type-permission": "permission",
  "nix-denied": "permission",
  "type-unsupported": "unsupported",
  "host-unsupported": "unsupported",
  "system-unbuildable": "unsupported",
  "ready-timeout": "timeout",
  "encode-failed": "buildFailed",
  "build-failed": "buildFailed",
  "start-failed": "startFailed",
  "process-gave-up": "unhealthy",
  "origin-unhealthy": "unhealthy",
  "check-failed": "unhealthy",
  "stream-unusable": "unhealthy",
  "stream-unreachable": "network",
  "download-failed": "network",
  "disk-full": "diskFull",
  cancelled: "cancelled",
  interrupted: "interrupted",
  terminated: "terminated",
} as const satisfies Record<string, ExitName>;

export type FailureId = keyof typeof FAILURES;

export interface FailureOptions {
  /** What to do next: one sentence or a command to run. */
  hint?: string | undefined;
  /** JSON-safe facts for `--json` readers, e.g. the findings of a configuration. */
  details?: unknown;
  cause?: unknown;
}

export class Failure extends Error {
  readonly id: FailureId;
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(id: FailureId, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Failure";
    this.id = id;
    this.hint = options.hint;
    this.details = options.details;
  }

  get exitCode(): number {
    return EXIT[FAILURES[this.id]];
  }
}
