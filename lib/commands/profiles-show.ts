import { type Resolved, resolve } from "../resolve.ts";
import { findingInOneLine } from "../ui/finding.ts";
import { renderProfile } from "../ui/profile-page.ts";
import { defineCommand } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { loadSubject } from "./load-profiles.ts";

export const profilesShow = defineCommand({
  name: "profiles show",
  description: "Show a profile's whole configuration and what is derived from it",
  args: {
    profile: { kind: "word", hint: "PROFILE", description: "The profile (default)", completes: "profiles" },
    ...COMPONENT_ARG,
    ...CONFIG_ARGS,
    ...OUTPUT_ARGS,
  },
  examples: [
    "hlsctl profiles show low-latency",
    "hlsctl profiles show default --set hls.segmentDuration=4 --json",
    "hlsctl profiles show burst --component swarm",
  ],
  async run(args, { host, out }) {
    const component = componentOf(args.component) ?? "origin";
    const subject = await loadSubject(host, component, args.profile, args);
    const resolved = resolve(subject.registry, subject.profile, subject.overrides);
    for (const finding of resolved.warnings) out.warn(findingInOneLine(finding));
    out.data("profiles show", describeResolved(resolved));
    if (!out.isJson) out.answer(renderProfile(resolved, subject.profile, out));
  },
});

/** The public form of a resolved configuration. */
function describeResolved(resolved: Resolved) {
  const { component, name, description, config, derived } = resolved;
  const base = { component, name, description, config, derived };
  return resolved.component === "origin" ? { ...base, cache: resolved.cache } : base;
}
