import type {
  ClientState,
  Recorder,
  RequestKind,
  RequestSample,
  UnfinishedSample,
} from "../../../lib/stats/sample.ts";

/** Keeps everything that it is told. */
export class StageRecorder implements Recorder {
  readonly requests: RequestSample[] = [];
  /** `from>to`, with nothing for null. */
  readonly overdue: UnfinishedSample[] = [];
  neverPlays = 0;
  readonly turns: string[] = [];
  readonly startups: number[] = [];
  readonly playedMs = new Map<string, number>();
  readonly stalledMs = new Map<string, number>();
  stallsBegun = 0;
  readonly stalls: number[] = [];
  readonly latencies: number[] = [];
  readonly switches: string[] = [];
  readonly segments = { downloaded: 0, failed: 0, missed: 0 };
  readonly labels: string[] = [];
  readonly violations: string[] = [];
  readonly examples: string[] = [];
  readonly holds: { heldMs: number; isEarly: boolean }[] = [];
  readonly lateness: number[] = [];
  readonly verdicts: string[] = [];
  right = 0;

  request(sample: RequestSample): void {
    this.requests.push(sample);
  }
  unfinished(sample: UnfinishedSample): void {
    this.overdue.push(sample);
  }
  client(from: ClientState | null, to: ClientState | null): void {
    this.turns.push(`${from ?? ""}>${to ?? ""}`);
  }
  startup(_variant: string, ms: number): void {
    this.startups.push(ms);
  }
  neverPlayed(): void {
    this.neverPlays++;
  }
  played(variant: string, ms: number): void {
    add(this.playedMs, variant, ms);
  }
  stallBegan(): void {
    this.stallsBegun++;
  }
  stalled(variant: string, ms: number): void {
    add(this.stalledMs, variant, ms);
  }
  stallEnded(_variant: string, ms: number): void {
    this.stalls.push(ms);
  }
  liveLatency(_variant: string, ms: number): void {
    this.latencies.push(ms);
  }
  switched(direction: "up" | "down"): void {
    this.switches.push(direction);
  }
  segmentDownloaded(variant: string): void {
    this.segments.downloaded++;
    this.labels.push(variant);
  }
  segmentFailed(): void {
    this.segments.failed++;
  }
  segmentsMissed(_variant: string, count: number): void {
    this.segments.missed += count;
  }
  verified(isRight: boolean, example: string): void {
    if (isRight) this.right++;
    else this.verdicts.push(example);
  }
  violation(code: string, example: string): void {
    this.violations.push(code);
    this.examples.push(example);
  }
  blockingReload(heldMs: number, isEarly: boolean): void {
    this.holds.push({ heldMs, isEarly });
  }
  partLateness(ms: number): void {
    this.lateness.push(ms);
  }

  count(kind: RequestKind): number {
    return this.requests.filter((sample) => sample.kind === kind).length;
  }
  total(map: ReadonlyMap<string, number>): number {
    return [...map.values()].reduce((sum, ms) => sum + ms, 0);
  }
}

function add(map: Map<string, number>, key: string, ms: number): void {
  map.set(key, (map.get(key) ?? 0) + ms);
}
