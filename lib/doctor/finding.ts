import type { Subject } from "../host/probe/facts.ts";

/**
 * What a deployment needs from a machine. `acceleration` is wanted only: without it a virtual machine is slow.
 * `encode`, `nginx`, `seed` and `tap` are extras of a type that works without them.
 */
export type Ability =
  | "serve"
  | "encode"
  | "nginx"
  | "engine"
  | "systemd-container"
  | "linux-build"
  | "virtual-machine"
  | "acceleration"
  | "tap"
  | "seed";

/** Why something is missing, and with it the exit status: 6, 7 or 8. */
export type Lack = "prerequisite" | "permission" | "unsupported";

/** One thing found out about the machine. JSON-safe; `id` is stable. */
export interface DoctorFinding {
  /** e.g. `kvm-permission`. */
  id: string;
  /** `error`: a deployment type cannot work · `warning`: works, but worse · `info`: good to know · `ok`. */
  severity: "error" | "warning" | "info" | "ok";
  subject: Subject;
  /** What was found, with the value. */
  message: string;
  /** Why it matters. */
  why: string;
  /** The command (or words) that mend it, one per line; null when there is nothing to do. */
  fix: string | null;
  /** What this takes away. */
  stops: Ability[];
  lack: Lack | null;
}

/** A finding that says all is well. */
export function good(subject: Subject, message: string, why: string): DoctorFinding {
  return { id: `${subject}-ok`, severity: "ok", subject, message, why, fix: null, stops: [], lack: null };
}

/** A finding that takes nothing away. */
export function note(
  finding: Pick<DoctorFinding, "id" | "subject" | "message" | "why" | "fix"> & {
    severity: "warning" | "info";
  },
): DoctorFinding {
  return { ...finding, stops: [], lack: null };
}

/** A finding that takes abilities away. */
export function stop(
  finding: Pick<DoctorFinding, "id" | "subject" | "message" | "why" | "fix" | "stops"> & {
    severity: "error" | "warning" | "info";
    lack: Lack;
  },
): DoctorFinding {
  return finding;
}
