import { Failure } from "../errors.ts";
import { peakOf, piecesOf } from "../load/line.ts";
import { parseChurn, parseStages } from "../load/parse-shape.ts";
import type { LoadShape, Stage } from "../load/shape.ts";
import type { SwarmConfig } from "../schema/swarm.ts";
import { takeOption, takeParsed, takeTime, takeWhole } from "./said.ts";
import type { SwarmWords } from "./swarm-words.ts";

const DEFAULT_SEED = 1;

/** How many viewers there are when, from the configuration and the flags beyond it. */
export function readLoad(words: SwarmWords, config: SwarmConfig): LoadShape {
  const stages = words.all("stage").flatMap((said) => takeParsed(said, parseStages(said.text)));
  refuseRampBesideStages(words, stages);
  const arrival = words.find("arrival");
  const churn = words.find("churn");
  const seed = words.find("seed");
  const load: LoadShape = {
    clients: stages.at(-1)?.clients ?? config.clients,
    rampRate: config.rampRate,
    rampJitterMs: config.rampJitter,
    stages,
    arrival: arrival ? takeOption(arrival, ["uniform", "poisson"]) : "uniform",
    churn: churn ? takeParsed(churn, parseChurn(churn.text)) : null,
    durationMs: null,
    seed: seed ? takeWhole(seed, { least: 0, most: Number.MAX_SAFE_INTEGER }) : DEFAULT_SEED,
  };
  const whole = { ...load, durationMs: readDuration(words, load) };
  refuseNobody(words, whole);
  return whole;
}

function refuseNobody(words: SwarmWords, load: LoadShape): void {
  if (load.stages.length === 0 || peakOf(load) > 0) return;
  const said = words.all("stage").map(({ text }) => text);
  throw new Failure("usage-bad-value", `--stage ${said.join(",")}: nobody would ever watch.`, {
    hint: "A stage of 0s sets the number at once; one that holds it follows: --stage 0s:5,30s:5",
  });
}

function refuseRampBesideStages(words: SwarmWords, stages: readonly Stage[]): void {
  const ramp = words.layers.find(({ args }) => args.clients !== undefined || args["ramp-rate"] !== undefined);
  if (stages.length === 0 || !ramp) return;
  throw new Failure("usage-bad-value", "--stage says how many viewers there are, and so does the ramp.", {
    hint: "Leave --clients and --ramp-rate out, or the stages.",
  });
}

/** Stages end with the last one, when nothing else is said; 0 is until it is stopped. */
function readDuration(words: SwarmWords, load: LoadShape): number | null {
  const said = words.find("duration");
  const stagesMs = load.stages.length === 0 ? null : (piecesOf(load).at(-1)?.toMs ?? null);
  if (!said) return stagesMs;
  const durationMs = takeTime(said);
  if (durationMs === 0) return null;
  if (stagesMs !== null && durationMs < stagesMs) {
    throw new Failure(
      "usage-bad-value",
      `${said.from} of ${said.text} is shorter than the stages, which take ${stagesMs / 1000} s.`,
    );
  }
  return durationMs;
}
