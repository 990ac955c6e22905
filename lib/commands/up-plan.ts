import { Failure } from "../errors.ts";
import { TYPES, type UpPlan } from "../plan/plan.ts";
import type { UpFacts, UpRequest } from "../plan/request.ts";
import { planUp } from "../plan/up.ts";
import { type ResolvedOrigin, resolveOrigin } from "../resolve.ts";
import { findingInOneLine } from "../ui/finding.ts";
import type { CommandContext } from "./command.ts";
import { loadProfiles, pickProfile, readOverrides } from "./load-profiles.ts";
import type { BuildContext } from "./nix-build.ts";
import { parseBind } from "./parse-bind.ts";
import { parseType } from "./parse-type.ts";
import type { UpArgs } from "./up-args.ts";
import { gatherUpFacts } from "./up-facts.ts";

/** The plan of what is wanted; throws what is wrong with it, or what the machine lacks. */
export async function planFromArgs(args: UpArgs, wanted: Wanted, context: BuildContext): Promise<UpPlan> {
  const type = parseType(wanted.type);
  refuseTypeAsProfile(wanted.profile);
  const resolved = await resolveFrom(args, wanted.profile, context);
  if (type !== "runner") {
    const { refuseType } = await import("./up-type.ts");
    throw await refuseType(context.host, type, { profile: resolved.name, settings: args });
  }
  const request: UpRequest = {
    name: args.name,
    source: wanted.source,
    server: (args.server ?? "auto") as UpRequest["server"],
    bind: parseBind(args.bind ?? "127.0.0.1"),
    workers: parseWhole("--workers", args.workers ?? "1", { least: 1, most: 64 }),
    readyTimeoutSec: parseWhole("--timeout", args.timeout ?? "60", { least: 1, most: 3600 }),
  };
  return planUp(resolved, request, await factsFor(args, { profile: resolved.name, request }, context));
}

/** Builders are loaded when one is asked for: Nix is much to load, and most origins do without. */
async function factsFor(
  args: UpArgs,
  { profile, request }: { profile: string; request: UpRequest },
  context: BuildContext,
): Promise<UpFacts> {
  const saysNothing = args.builder === undefined && !args.offline && args["override-input"].length === 0;
  if (saysNothing) return gatherUpFacts(context.host, request, { inputFile: args.input });
  const { gatherFactsOf } = await import("./up-builder.ts");
  return gatherFactsOf(args.builder, { args, profile, request }, context);
}

/** `hlsctl up vm` means a type; the first word is the profile. */
function refuseTypeAsProfile(profile: string | undefined): void {
  if (!TYPES.some((type) => type === profile)) return;
  throw new Failure(
    "usage-bad-value",
    `"${profile}" is a deployment type, and the first word is the profile.`,
    {
      hint: `Say: hlsctl up default ${profile}`,
    },
  );
}

/** What an origin is to be, as the command line says it. */
export interface Wanted {
  profile: string | undefined;
  type: string;
  source: UpRequest["source"];
}

/** Words and flags mean the same; on a terminal without any of them the user is asked. */
export async function whatIsWanted(args: UpArgs, { host, out }: CommandContext): Promise<Wanted> {
  const profile = same("profile", args.first, args.profile);
  const type = same("type", args.second, args.type);
  const source = (args.source ?? "auto") as UpRequest["source"];
  const saysNothing =
    profile === undefined && type === undefined && args["profile-file"].length === 0 && !args["dry-run"];
  if (!saysNothing || args.source !== undefined || args.input !== undefined || !out.canAsk) {
    return { profile, type: type ?? "runner", source };
  }
  const { askWhatToBringUp } = await import("../ui/menu.ts");
  return { type: "runner", ...(await askWhatToBringUp((await loadProfiles(host, "origin", args)).registry)) };
}

function same(what: string, word: string | undefined, flag: string | undefined): string | undefined {
  if (word !== undefined && flag !== undefined && word !== flag) {
    throw new Failure("usage-bad-value", `The ${what} is "${word}" in one place and "${flag}" in another.`, {
      hint: "Give it once.",
    });
  }
  return word ?? flag;
}

async function resolveFrom(
  args: UpArgs,
  name: string | undefined,
  { host, out }: CommandContext,
): Promise<ResolvedOrigin> {
  const port =
    args.port === undefined
      ? []
      : [`server.port=${parseWhole("--port", args.port, { least: 1, most: 65_535 })}`];
  const settings = { ...args, set: [...args.set, ...port] };
  const [loaded, overrides] = await Promise.all([
    loadProfiles(host, "origin", settings),
    readOverrides(host, "origin", settings),
  ]);
  for (const broken of loaded.broken) out.warn(`${broken.path} is left out: ${broken.failure.message}`);
  const resolved = resolveOrigin(loaded.registry, pickProfile(loaded, name), overrides);
  for (const finding of resolved.warnings) out.warn(findingInOneLine(finding));
  return resolved;
}

function parseWhole(flag: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Failure(
    "usage-bad-value",
    `${flag} takes a whole number from ${least} to ${most}, not "${text}".`,
  );
}
