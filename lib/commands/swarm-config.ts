import { SWARM_RANGES } from "../derive/rules/swarm.ts";
import { Failure } from "../errors.ts";
import type { Layer } from "../merge/merge.ts";
import { type ResolvedSwarm, resolveSwarm } from "../resolve.ts";
import { tableOf, type Value } from "../schema/table.ts";
import { VARIANT_CHOICES } from "../viewer/viewer-shape.ts";
import type { CommandContext } from "./command.ts";
import { loadProfiles, pickProfile, readOverrides } from "./load-profiles.ts";
import { type Said, takeNumber, takeOption, takeSwitch, takeTime } from "./said.ts";
import type { SwarmWords } from "./swarm-words.ts";

const LOG_LEVELS = ["error", "warning", "info", "debug"] as const;

/** Flags and variables that are configuration keys under another name, and how their text is read. */
const KEYS: readonly {
  key: string;
  flag?: "clients" | "ramp-rate" | "ramp-jitter" | "variant" | "timeout";
  variable: string;
  read(said: Said): Value;
}[] = [
  {
    key: "clients",
    flag: "clients",
    variable: "CLIENTS",
    read: (said) => takeNumber(said, SWARM_RANGES.clients),
  },
  {
    key: "rampRate",
    flag: "ramp-rate",
    variable: "RAMP_RATE",
    read: (said) => takeNumber(said, SWARM_RANGES.rampRate),
  },
  {
    key: "rampJitter",
    flag: "ramp-jitter",
    variable: "RAMP_JITTER",
    read: (said) => takeNumber(said, SWARM_RANGES.rampJitter),
  },
  {
    key: "variant",
    flag: "variant",
    variable: "VARIANT",
    read: (said) => takeOption(said, VARIANT_CHOICES),
  },
  { key: "timeout", flag: "timeout", variable: "TIMEOUT", read: (said) => takeTime(said) / 1000 },
  { key: "reconnect", variable: "RECONNECT", read: takeSwitch },
  { key: "logLevel", variable: "LOG_LEVEL", read: (said) => takeOption(said, LOG_LEVELS) },
];

/** The checked configuration: flags over the environment over the profile. */
export async function resolveSwarmConfig(
  words: SwarmWords,
  { host }: CommandContext,
  warn: (text: string) => void,
): Promise<ResolvedSwarm> {
  const { args } = words;
  const files = words.layers.flatMap((layer) => layer.args["profile-file"]);
  const loaded = await loadProfiles(host, "swarm", { "profile-file": files });
  for (const broken of loaded.broken) warn(`${broken.path} is left out: ${broken.failure.message}`);
  const said = await Promise.all(
    words.layers.map(async (layer) => [
      ...(await readOverrides(host, "swarm", layer.args)),
      ...flagLayers(layer.args, layer.place),
    ]),
  );
  const name = words.find("profile")?.text ?? args.profile;
  const overrides = [...variableLayers(words), ...said.flat()];
  return resolveSwarm(loaded.registry, pickProfile(loaded, name), overrides);
}

function variableLayers(words: SwarmWords): Layer[] {
  return KEYS.flatMap(({ key, variable, read }) => {
    const said = words.variable(variable);
    return said ? [layerOf(key, read(said), said.from)] : [];
  });
}

function flagLayers(args: SwarmWords["args"], place: string): Layer[] {
  const valued = KEYS.flatMap(({ key, flag, read }) => {
    const text = flag && args[flag];
    if (text === undefined) return [];
    const from = `${place}--${flag}`;
    return [layerOf(key, read({ text, from }), from)];
  });
  return [...valued, ...reconnectLayer(args, place)];
}

function reconnectLayer(args: SwarmWords["args"], place: string): Layer[] {
  const { reconnect, "no-reconnect": noReconnect } = args;
  if (reconnect && noReconnect) {
    throw new Failure("usage-bad-value", "--reconnect and --no-reconnect cannot both hold.");
  }
  if (!reconnect && !noReconnect) return [];
  return [layerOf("reconnect", reconnect, `${place}--${reconnect ? "reconnect" : "no-reconnect"}`)];
}

function layerOf(key: string, value: Value, label: string): Layer {
  return { label, table: tableOf([[key, value]]) };
}
