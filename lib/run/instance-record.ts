import type { FailureId } from "../errors.ts";
import type { InstanceSpec } from "../plan/plan.ts";
import { isTable, type Table } from "../schema/table.ts";
import type { ProcessIdentity } from "./identity.ts";
import type { MediaFiles } from "./media-files.ts";

const SCHEMA = "hlsctl/instance/v1";

/** What an instance tells about itself while it runs, and leaves behind when it dies. */
export interface InstanceRecord {
  schema: "hlsctl/instance/v1";
  spec: InstanceSpec;
  fingerprint: string;
  status: "starting" | "running" | "stopping" | "failed";
  /** ISO 8601. */
  startedAt: string;
  /** The hlsctl that runs it. */
  keeper: ProcessIdentity;
  children: { name: string; process: ProcessIdentity }[];
  /** Folders it had to make outside its private one, the outermost first; they go when they are empty. */
  made: string[];
  /** What it writes to a folder of the user's choice. */
  media: MediaFiles | null;
  /** Why it ended, when it failed. */
  failure: { id: FailureId; message: string; hint: string | null } | null;
}

const SPEC_TEXTS = ["name", "profile", "bind", "runtimeDir"];
const STATUSES = ["starting", "running", "stopping", "failed"];

/** A record as this version writes it; undefined for anything else. */
export function parseRecord(text: string): InstanceRecord | undefined {
  const record = readJson(text);
  return isTable(record) && isRecord(record) ? (record as unknown as InstanceRecord) : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord({
  schema,
  spec,
  fingerprint,
  status,
  startedAt,
  keeper,
  children,
  made,
  media,
}: Table): boolean {
  return (
    schema === SCHEMA &&
    isTable(spec) &&
    SPEC_TEXTS.every((name) => typeof spec[name] === "string") &&
    [spec.source, spec.server, spec.urls].every(isTable) &&
    typeof spec.port === "number" &&
    typeof fingerprint === "string" &&
    STATUSES.includes(String(status)) &&
    typeof startedAt === "string" &&
    isIdentity(keeper, 1) &&
    Array.isArray(children) &&
    children.every(
      (child) => isTable(child) && typeof child.name === "string" && isIdentity(child.process, 2),
    ) &&
    Array.isArray(made) &&
    made.every((path) => typeof path === "string") &&
    (media === null || (isTable(media) && Array.isArray(media.folders)))
  );
}

/** Only a keeper may be process 1, as in a container; a child's group is ended by its negative number, and −1 is everybody. */
function isIdentity(value: unknown, leastPid: number): boolean {
  return (
    isTable(value) &&
    Number.isSafeInteger(value.pid) &&
    Number(value.pid) >= leastPid &&
    typeof value.startTime === "string" &&
    typeof value.bootId === "string"
  );
}
