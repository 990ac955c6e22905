import type { Profile } from "../registry/profile.ts";
import { COMPONENTS, type Component } from "../schema/component.ts";
import { renderProfileList } from "../ui/profile-list.ts";
import { defineCommand } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { surveyComponents, tellLeftOut } from "./load-profiles.ts";

export const profilesList = defineCommand({
  name: "profiles list",
  description: "List the profiles: those inside hlsctl and your own",
  args: { ...COMPONENT_ARG, "profile-file": CONFIG_ARGS["profile-file"], ...OUTPUT_ARGS },
  examples: ["hlsctl profiles list", "hlsctl profiles list --component swarm --json"],
  async run(args, { host, out }) {
    const components = componentsOf(args.component);
    const surveys = await surveyComponents(host, components, args);
    for (const text of surveys.flatMap(tellLeftOut)) out.warn(text);
    const profiles = surveys.flatMap((survey) => survey.registry.profiles);
    out.data("profiles list", { profiles: profiles.map(describe) });
    out.answer(renderProfileList(profiles, host.homeDir, out));
  },
});

function componentsOf(word: string | undefined): readonly Component[] {
  const asked = componentOf(word);
  return asked ? [asked] : COMPONENTS;
}

function describe({ component, name, aliases, description, extends: parents, source }: Profile) {
  return { component, name, aliases, description, extends: parents, source };
}
