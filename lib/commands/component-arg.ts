import { COMPONENTS, type Component } from "../schema/component.ts";

/** `--component origin|swarm` of the commands that look at profiles. */
export const COMPONENT_ARG = {
  component: {
    kind: "value",
    hint: "COMPONENT",
    description: "Whose profiles",
    options: COMPONENTS,
  },
} as const;

/** The component asked for; the parser has checked the word. */
export function componentOf(word: string | undefined): Component | undefined {
  return COMPONENTS.find((component) => component === word);
}
