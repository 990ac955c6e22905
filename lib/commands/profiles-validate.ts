import { Failure } from "../errors.ts";
import type { Profile } from "../registry/profile.ts";
import type { Registry } from "../registry/registry.ts";
import { findingsIn, mergeProfile } from "../resolve.ts";
import { COMPONENTS, type Component } from "../schema/component.ts";
import { renderVerdicts, type Verdict } from "../ui/verdict.ts";
import { defineCommand, type ParsedArgs } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { type BrokenProfile, type LoadedProfiles, pickProfile, surveyComponents } from "./load-profiles.ts";

const VALIDATE_ARGS = {
  profiles: {
    kind: "word",
    hint: "PROFILE",
    description: "The profiles to check; all, or those of --profile-file, when left out",
    repeatable: true,
    completes: "profiles",
  },
  all: { kind: "flag", description: "Check every profile of both components" },
  ...COMPONENT_ARG,
  "profile-file": CONFIG_ARGS["profile-file"],
  ...OUTPUT_ARGS,
} as const;

type ValidateArgs = ParsedArgs<typeof VALIDATE_ARGS>;

export const profilesValidate = defineCommand({
  name: "profiles validate",
  description: "Check profiles and tell everything that is wrong with them",
  args: VALIDATE_ARGS,
  examples: ["hlsctl profiles validate", "hlsctl profiles validate --profile-file mine.toml"],
  async run(args, { host, out }) {
    if (args.all && args.profiles.length > 0) {
      throw new Failure(
        "usage-bad-value",
        `--all checks every profile; it does not go with "${args.profiles[0]}".`,
      );
    }
    const surveys = await surveyComponents(host, componentsOf(args), args);
    const verdicts = surveys.flatMap((survey) =>
      asked(survey, args).map((entry) => judge(survey.registry, entry)),
    );
    const data = { profiles: verdicts };
    out.answer(renderVerdicts(verdicts, host.homeDir, out));
    const wrong = verdicts.filter((verdict) => !verdict.ok).length;
    if (wrong > 0) {
      const message = `${wrong} of ${verdicts.length} ${verdicts.length === 1 ? "profile" : "profiles"} cannot be used.`;
      throw new Failure("config-invalid", message, { details: data });
    }
    out.data("profiles validate", data);
  },
});

/** Names and files belong to one component, origin when none is said. */
function componentsOf(args: ValidateArgs): readonly Component[] {
  const component = componentOf(args.component);
  if (component) return [component];
  const isAboutSome = args.profiles.length > 0 || (args["profile-file"].length > 0 && !args.all);
  return isAboutSome ? ["origin"] : COMPONENTS;
}

function asked(survey: LoadedProfiles, args: ValidateArgs): (Profile | BrokenProfile)[] {
  const { registry, broken, files } = survey;
  if (args.profiles.length > 0) return args.profiles.map((name) => pickOrBroken(survey, name));
  if (files.length === 0 || args.all) return [...registry.profiles, ...broken];
  return files.flatMap(({ path }) => [
    ...registry.profiles.filter((profile) => profile.source === path),
    ...broken.filter((entry) => entry.path === path),
  ]);
}

function pickOrBroken(survey: LoadedProfiles, name: string): Profile | BrokenProfile {
  return survey.broken.find((entry) => entry.name === name) ?? pickProfile(survey, name);
}

function judge(registry: Registry, entry: Profile | BrokenProfile): Verdict {
  const { component, name } = entry;
  const source = "path" in entry ? entry.path : entry.source;
  try {
    if ("failure" in entry) throw entry.failure;
    const findings = findingsIn(component, mergeProfile(registry, entry, []));
    const ok = findings.every((finding) => finding.severity !== "error");
    return { component, name, source, ok, findings, error: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { id, message, hint = "" } = error;
    return { component, name, source, ok: false, findings: [], error: { id, message, hint } };
  }
}
