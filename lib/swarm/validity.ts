/**
 * From when on the generator, and not the origin, is what a run measured. One table: the documentation, the dashboard and the
 * report tell the same.
 */
export const VALIDITY_LIMITS = {
  /** An event loop that is later than this has stamped its samples late. */
  loopLagP99Ms: 100,
  /** Viewers that start later than this make another load than the one that was asked for. */
  scheduleDelayP99Ms: 250,
  /** Of one processor; a generator's loop is one thread. */
  busyCpu: 0.95,
  /** Share of the seconds that may be that busy. */
  busySecondsShare: 0.1,
  /** Of the viewers that were to have started. */
  leastStartedShare: 0.99,
} as const;

/** What is known of the generators over a stretch of time. */
export interface GeneratorHealth {
  loopLagP99Ms: number | null;
  scheduleDelayP99Ms: number | null;
  /** Of the busiest generator: how many of its seconds were busy. FFmpeg engines use more than one processor: 0. */
  busySeconds: number;
  seconds: number;
  /** Requests that failed because this machine ran out of local ports or of descriptors. */
  noPort: number;
  noDescriptor: number;
  /** Viewers the schedule had due a moment ago, and how many were started; null when there is no schedule. */
  due: number | null;
  started: number;
  /** What became of generators that ended by themselves. */
  died: readonly string[];
}

/** Why a run is not valid, in words; nothing when it is. */
export function invalidReasons(health: GeneratorHealth): string[] {
  const reasons = [...health.died, ...slowness(health), ...shortage(health)];
  const { due, started } = health;
  if (due !== null && started < Math.floor(due * VALIDITY_LIMITS.leastStartedShare)) {
    reasons.push(`${started} viewers were started where the schedule had ${due}`);
  }
  return reasons;
}

function slowness(health: GeneratorHealth): string[] {
  const { loopLagP99Ms, scheduleDelayP99Ms, busySeconds, seconds } = health;
  const limits = VALIDITY_LIMITS;
  const reasons: string[] = [];
  if (loopLagP99Ms !== null && loopLagP99Ms > limits.loopLagP99Ms) {
    reasons.push(
      `the generator's event loop was late: p99 ${round(loopLagP99Ms)} ms, allowed ${limits.loopLagP99Ms} ms`,
    );
  }
  if (scheduleDelayP99Ms !== null && scheduleDelayP99Ms > limits.scheduleDelayP99Ms) {
    reasons.push(
      `viewers started late: p99 ${round(scheduleDelayP99Ms)} ms, allowed ${limits.scheduleDelayP99Ms} ms`,
    );
  }
  if (busySeconds > Math.max(1, seconds * limits.busySecondsShare)) {
    reasons.push(
      `a generator used a whole processor in ${busySeconds} of ${seconds} seconds; --workers spreads the load`,
    );
  }
  return reasons;
}

function shortage({ noPort, noDescriptor }: GeneratorHealth): string[] {
  const reasons: string[] = [];
  if (noPort > 0) reasons.push(`this machine ran out of local ports ${times(noPort)}`);
  if (noDescriptor > 0) reasons.push(`the generator ran out of file descriptors ${times(noDescriptor)}`);
  return reasons;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function round(value: number): number {
  return Math.round(value);
}
