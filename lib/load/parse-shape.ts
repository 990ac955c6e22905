import { bad, good, type Parsed } from "../hls/parsed.ts";
import { parseDuration } from "./parse-duration.ts";
import type { Churn, Stage } from "./shape.ts";

const MOST_CLIENTS = 1_000_000;
/** Shorter visits would be a load of connections, not of viewers. */
const LEAST_WATCH_MS = 100;

/** `30s:100,1m:500`: in 30 s to 100 viewers, then in a minute to 500. */
export function parseStages(text: string): Parsed<Stage[]> {
  const stages: Stage[] = [];
  for (const word of text.split(",")) {
    const stage = parseStage(word.trim());
    if (!stage.ok) return stage;
    stages.push(stage.value);
  }
  return good(stages);
}

function parseStage(word: string): Parsed<Stage> {
  const [, time = "", count = ""] = /^([^:]*):(\d{1,9})$/.exec(word) ?? [];
  if (count === "") return bad(`"${word}" is no stage; write DURATION:CLIENTS, like 30s:100`);
  const duration = parseDuration(time);
  if (!duration.ok) return duration;
  const clients = Number(count);
  if (clients > MOST_CLIENTS) return bad(`${count} viewers are more than ${MOST_CLIENTS}`);
  return good({ durationMs: duration.value, clients });
}

const CHURN_FORMS = "exponential:5m, fixed:30s, uniform:1m-10m or lognormal:5m,1.2";

/** `exponential:5m` (mean) · `fixed:30s` · `uniform:1m-10m` · `lognormal:5m,1.2` (median, σ). */
export function parseChurn(text: string): Parsed<Churn> {
  const [, kind = "", rest = ""] = /^(\w+):(.*)$/.exec(text) ?? [];
  switch (kind) {
    case "fixed":
      return map(parseWatchTime(rest), (ms) => good({ kind, ms }));
    case "exponential":
      return map(parseWatchTime(rest), (meanMs) => good({ kind, meanMs }));
    case "uniform":
      return parseUniform(rest);
    case "lognormal":
      return parseLognormal(rest);
    default:
      return bad(`"${text}" is no watch time; write ${CHURN_FORMS}`);
  }
}

function parseUniform(text: string): Parsed<Churn> {
  const [from = "", to = "", ...more] = text.split("-");
  if (more.length > 0 || to === "") return bad(`"${text}" is no range; write it like uniform:1m-10m`);
  return map(parseWatchTime(from), (fromMs) =>
    map(parseWatchTime(to), (toMs) =>
      toMs < fromMs
        ? bad(`in "${text}" the end comes before the beginning`)
        : good({ kind: "uniform", fromMs, toMs }),
    ),
  );
}

function parseLognormal(text: string): Parsed<Churn> {
  const [median = "", spread = "", ...more] = text.split(",");
  const sigma = /^\d+(\.\d+)?$/.test(spread) ? Number(spread) : Number.NaN;
  if (more.length > 0 || !(sigma >= 0 && sigma <= 5)) {
    return bad(`"${text}" is no median with σ from 0 to 5; write it like lognormal:5m,1.2`);
  }
  return map(parseWatchTime(median), (medianMs) => good({ kind: "lognormal", medianMs, sigma }));
}

function parseWatchTime(text: string): Parsed<number> {
  return map(parseDuration(text), (ms) =>
    ms >= LEAST_WATCH_MS ? good(ms) : bad(`a watch time of ${text} is shorter than ${LEAST_WATCH_MS} ms`),
  );
}

function map<From, To>(parsed: Parsed<From>, next: (value: From) => Parsed<To>): Parsed<To> {
  return parsed.ok ? next(parsed.value) : parsed;
}
