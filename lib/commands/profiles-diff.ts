import { differencesOf } from "../explain/difference.ts";
import { BUILT_IN, type Profile } from "../registry/profile.ts";
import type { Registry } from "../registry/registry.ts";
import { resolve } from "../resolve.ts";
import type { Component } from "../schema/component.ts";
import { renderDifferences } from "../ui/difference.ts";
import { defineCommand } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { loadProfiles, pickProfile, readOverrides } from "./load-profiles.ts";

export const profilesDiff = defineCommand({
  name: "profiles diff",
  description: "Show in which keys two profiles differ, the derived ones too",
  args: {
    left: {
      kind: "word",
      hint: "PROFILE",
      description: "The first profile",
      required: true,
      completes: "profiles",
    },
    right: {
      kind: "word",
      hint: "OTHER",
      description: "The second, which --set goes over; when left out `base`, or with --set the first again",
      completes: "profiles",
    },
    ...COMPONENT_ARG,
    ...CONFIG_ARGS,
    ...OUTPUT_ARGS,
  },
  examples: [
    "hlsctl profiles diff low-latency",
    "hlsctl profiles diff logged debug",
    "hlsctl profiles diff default --set hls.segmentDuration=4",
  ],
  async run(args, { host, out }) {
    const component = componentOf(args.component) ?? "origin";
    const [loaded, overrides] = await Promise.all([
      loadProfiles(host, component, args),
      readOverrides(host, component, args),
    ]);
    const first = isBase(loaded.registry, args.left)
      ? baseProfile(component)
      : pickProfile(loaded, args.left);
    const otherName = args.right ?? (overrides.length > 0 ? args.left : "base");
    const second = isBase(loaded.registry, otherName)
      ? baseProfile(component)
      : pickProfile(loaded, otherName);
    const left = resolve(loaded.registry, first);
    const right = resolve(loaded.registry, second, overrides);
    const differences = differencesOf(left, right);
    out.data("profiles diff", differences);
    const titles = [first.name, overrides.length > 0 ? `${second.name} with settings` : second.name] as const;
    out.answer(renderDifferences(differences, titles, out));
  },
});

/** `base` is what profiles start from, unless the user has a profile of that name. */
function isBase(registry: Registry, name: string): boolean {
  return name === "base" && !registry.profiles.some((profile) => profile.name === name);
}

function baseProfile(component: Component): Profile {
  return {
    component,
    name: "base",
    description: "",
    aliases: [],
    extends: [],
    overlay: {},
    source: BUILT_IN,
  };
}
