import { Failure } from "../errors.ts";
import type { Check, CheckResult, Verdict } from "./check.ts";
import { failed, skipped } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { type Conditions, lackingFor } from "./needs.ts";

const LIMIT_MS = 120_000;

export interface Watcher {
  onStart(check: Check): void;
  /** It goes on no more: it is done, or was cut off. */
  onEnd(): void;
  /** What became of one that was not cut off. */
  onResult(result: CheckResult): void;
}

/** Runs the checks one after another: builds use every core as it is. After an interruption the results so far are returned. */
export async function runChecks(
  checks: readonly Check[],
  context: CheckContext,
  conditions: Conditions,
  watcher: Watcher,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    if (context.signal.aborted) break;
    watcher.onStart(check);
    const startedMs = context.host.clock.nowMs();
    const verdict = await judge(check, context, conditions).finally(watcher.onEnd);
    if (context.signal.aborted) break;
    const result = describe(check, verdict, context.host.clock.nowMs() - startedMs);
    results.push(result);
    watcher.onResult(result);
  }
  return results;
}

async function judge(check: Check, context: CheckContext, conditions: Conditions): Promise<Verdict> {
  const lacking = lackingFor(check.needs, conditions);
  if (lacking) return skipped(lacking.reason, lacking.enable);
  const { limitMs = LIMIT_MS } = check;
  const over = new AbortController();
  const done = new AbortController();
  void context.host.clock.sleep(limitMs, done.signal).then(() => {
    if (!done.signal.aborted) over.abort();
  });
  try {
    const verdict = await check.run({ ...context, signal: AbortSignal.any([context.signal, over.signal]) });
    return over.signal.aborted ? tooLong(limitMs, verdict) : verdict;
  } catch (error) {
    if (over.signal.aborted) return tooLong(limitMs);
    if (error instanceof Failure) return failed(error.message, error.hint ?? "");
    throw error;
  } finally {
    done.abort();
  }
}

/** What a check said when it was cut short is not its reason, but may tell how far it came. */
function tooLong(limitMs: number, verdict?: Verdict): Verdict {
  const last =
    verdict?.outcome === "failed" ? [verdict.reason, verdict.detail].filter(Boolean).join("\n") : "";
  return failed(`it was not done within ${limitMs / 1000} s`, last);
}

function describe({ id, tier, title }: Check, verdict: Verdict, durationMs: number): CheckResult {
  const base = { id, tier, title, outcome: verdict.outcome, durationMs: Math.round(durationMs) };
  if (verdict.outcome === "skipped")
    return { ...base, reason: verdict.reason, detail: verdict.enable || null };
  const detail = verdict.detail || null;
  return { ...base, reason: verdict.outcome === "failed" ? verdict.reason : null, detail };
}
