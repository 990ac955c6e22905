import { Failure } from "../errors.ts";
import { parseWords } from "./parse-args.ts";
import type { Said } from "./said.ts";
import { splitWords } from "./split-words.ts";
import { SWARM_ARGS, type SwarmArgs } from "./swarm-args.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that stand for a flag or word of the same meaning. */
const VARIABLES: Partial<Record<keyof SwarmArgs, string>> = {
  url: "STREAM_URL",
  clients: "CLIENTS",
  duration: "DURATION",
  "ramp-rate": "RAMP_RATE",
  "ramp-jitter": "RAMP_JITTER",
  metrics: "METRICS_PORT",
  variant: "VARIANT",
  timeout: "TIMEOUT",
};

/** Flags that are read before the environment is. */
const TOO_LATE = ["json", "quiet", "verbose", "no-color", "help"] as const;

/**
 * What was said about a swarm, in the order in which it wins: command line, EXTRA_ARGS, the other variables. An empty
 * variable says nothing.
 */
export class SwarmWords {
  readonly #extra: SwarmArgs | null;

  constructor(
    readonly args: SwarmArgs,
    private readonly env: Environment,
  ) {
    this.#extra = parseExtra(env.EXTRA_ARGS);
  }

  /** Words from the least to the most telling place. */
  get layers(): readonly { args: SwarmArgs; place: string }[] {
    const extra = this.#extra ? [{ args: this.#extra, place: "EXTRA_ARGS: " }] : [];
    return [...extra, { args: this.args, place: "" }];
  }

  /** A value, by the name of its flag. */
  find(name: keyof SwarmArgs): Said | undefined {
    for (const { args, place } of this.layers.toReversed()) {
      const text = args[name];
      if (typeof text === "string") return { text, from: `${place}${nameOf(name)}` };
    }
    const variable = VARIABLES[name];
    return variable === undefined ? undefined : this.variable(variable);
  }

  /** Every value of a repeatable flag. */
  all(name: keyof SwarmArgs): Said[] {
    return this.layers.flatMap(({ args, place }) => {
      const texts = args[name];
      return Array.isArray(texts)
        ? texts.map((text: string) => ({ text, from: `${place}${nameOf(name)}` }))
        : [];
    });
  }

  has(name: keyof SwarmArgs): boolean {
    return this.layers.some(({ args }) => args[name] === true);
  }

  variable(name: string): Said | undefined {
    const text = this.env[name];
    return text === undefined || text === "" ? undefined : { text, from: name };
  }
}

function nameOf(name: string): string {
  return name === "url" ? "URL" : `--${name}`;
}

function parseExtra(text: string | undefined): SwarmArgs | null {
  if (text === undefined || text.trim() === "") return null;
  const words = splitWords(text);
  if (!words.ok) throw new Failure("usage-bad-value", `EXTRA_ARGS: ${words.problem}.`);
  const args = parseWords("swarm", SWARM_ARGS, words.value);
  const late = TOO_LATE.find((name) => args[name]);
  if (late === undefined) return args;
  throw new Failure("usage-bad-value", `EXTRA_ARGS cannot hold --${late}.`, {
    hint: "Give it on the command line.",
  });
}
