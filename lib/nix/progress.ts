import { drvName } from "./drv-name.ts";
import { ACTIVITY, type NixEvent, type NixField, plainLine, RESULT } from "./internal-json.ts";
import { type Tally, tallyProgress } from "./tally.ts";
import { toldLine } from "./told-line.ts";
import { failedDerivation } from "./trouble-build.ts";

/** How far a build has come. */
export interface BuildView {
  /** Derivations. */
  builds: { done: number; expected: number; running: number; failed: number };
  /** Store paths copied from caches. */
  paths: { done: number; expected: number; running: number };
  /** Bytes loaded from the network, and how many are known to come. */
  downloadedBytes: number;
  expectedBytes: number;
  /** The builds that run, the oldest first. */
  running: readonly RunningBuild[];
  /** What Nix does where nothing is built: `evaluating derivation …`, `downloading …`. */
  doing: string | null;
}

export interface RunningBuild {
  name: string;
  phase: string | null;
  lastLine: string | null;
  startedMs: number;
}

/** Worth a line of its own where nothing can be repainted. */
export type BuildNotice =
  | { kind: "build-started"; name: string }
  | { kind: "build-ended"; name: string; tookMs: number; hasFailed: boolean }
  | { kind: "warning"; text: string };

export interface BuildTracker {
  /** Takes one event; answers with what is worth telling. */
  take(event: NixEvent, nowMs: number): BuildNotice | undefined;
  view(): BuildView;
  /** What was said apart from builders: errors, warnings and strange lines, without end of line. */
  said(): readonly string[];
  /** The last lines of a builder, by the path of its derivation; empty when it wrote none. */
  logOf(drvPath: string): readonly string[];
}

interface Build extends RunningBuild {
  drvPath: string;
  log: string[];
}

const KEPT_LOG_LINES = 60;
const KEPT_LOGS = 16;
const KEPT_WORDS = 400;

export function trackBuild(): BuildTracker {
  const running = new Map<string, Build>();
  const doing = new Map<string, string>();
  const logs = new Map<string, string[]>();
  const said: string[] = [];
  /** Derivations that an error names while their activities have not ended. */
  const named = new Set<string>();
  const tally: Tally = tallyProgress();
  let failuresTold = 0;
  let successesTold = 0;

  function start(event: Extract<NixEvent, { kind: "start" }>, nowMs: number): BuildNotice | undefined {
    const { id, type, text, fields } = event;
    tally.start(id, type);
    if (type !== ACTIVITY.build) {
      if (text !== "" && SHOWN.has(type)) doing.set(id, text);
      return undefined;
    }
    const drvPath = String(fields[0] ?? text);
    const name = drvName(drvPath);
    running.set(id, { drvPath, name, phase: null, lastLine: null, startedMs: nowMs, log: [] });
    return { kind: "build-started", name };
  }

  function stop(id: string, nowMs: number): BuildNotice | undefined {
    tally.stop(id);
    doing.delete(id);
    const build = running.get(id);
    if (!build) return undefined;
    running.delete(id);
    keepLog(build);
    const { failed, done } = tally.builds();
    const hasFailed = failed > failuresTold && (named.delete(build.drvPath) || named.size === 0);
    // Nix counts a build before it ends its activity; one that counts as neither was stopped, which happens to all when one fails.
    if (!hasFailed && done <= successesTold) return undefined;
    if (hasFailed) failuresTold += 1;
    else successesTold += 1;
    return { kind: "build-ended", name: build.name, tookMs: nowMs - build.startedMs, hasFailed };
  }

  function keepLog({ drvPath, log }: Build): void {
    logs.set(drvPath, log);
    const [oldest] = logs.keys();
    if (logs.size > KEPT_LOGS && oldest !== undefined) logs.delete(oldest);
  }

  function result(id: string, type: number, fields: readonly NixField[]): void {
    tally.result(id, type, fields);
    const build = running.get(id);
    if (!build) return;
    const text = toldLine(plainLine(String(fields[0] ?? "")));
    if (type === RESULT.setPhase) build.phase = text;
    if (type !== RESULT.buildLogLine && type !== RESULT.postBuildLogLine) return;
    build.log.push(text);
    if (build.log.length > KEPT_LOG_LINES) build.log.shift();
    if (text.trim() !== "") build.lastLine = text;
  }

  function say(text: string): BuildNotice | undefined {
    const failed = failedDerivation(text);
    if (failed !== null) named.add(failed);
    said.push(text.split("\n").map(toldLine).join("\n"));
    if (said.length > KEPT_WORDS) said.shift();
    const warning = /^warning: (?!error: )(.+)/.exec(text)?.[1];
    return warning === undefined || OURS.test(warning) ? undefined : { kind: "warning", text: warning };
  }

  return {
    take(event, nowMs) {
      switch (event.kind) {
        case "start":
          return start(event, nowMs);
        case "stop":
          return stop(event.id, nowMs);
        case "result":
          return void result(event.id, event.type, event.fields);
        case "message":
          return isWorthKeeping(event) ? say(event.text) : undefined;
        case "line":
          return say(event.text);
        default:
          return event satisfies never;
      }
    },
    view: () => ({
      builds: tally.builds(),
      paths: tally.paths(),
      ...tally.bytes(),
      running: [...running.values()],
      doing: [...doing.values()].at(-1) ?? null,
    }),
    said: () => said,
    logOf(drvPath) {
      const live = [...running.values()].find((build) => build.drvPath === drvPath);
      return live?.log ?? logs.get(drvPath) ?? [];
    },
  };
}

const SHOWN = new Set<number>([ACTIVITY.unknown, ACTIVITY.fileTransfer, ACTIVITY.copyPath]);

/** Follows from how hlsctl calls Nix. */
const OURS = /^not writing modified lock file|^ignoring untrusted flake configuration/;

/** Remarks (`these 2 derivations will be built:`) are told by the estimate. */
function isWorthKeeping({ level, text }: { level: number; text: string }): boolean {
  return (
    /^(error|warning)\b/.test(text) || (level <= 1 && text !== "" && !/^\(use '--show-trace'/.test(text))
  );
}
