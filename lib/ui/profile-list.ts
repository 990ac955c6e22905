import { BUILT_IN, type Profile } from "../registry/profile.ts";
import type { Component } from "../schema/component.ts";
import { renderColumns } from "./columns.ts";
import type { Painter } from "./paint.ts";
import { shortPath } from "./short-path.ts";

const TITLES: Readonly<Record<Component, string>> = { origin: "Origin profiles", swarm: "Swarm profiles" };

/** One table for each component: name and aliases, description, where a profile of the user's own lies. */
export function renderProfileList(
  profiles: readonly Profile[],
  home: string,
  page: { paint: Painter; width: number },
): string {
  const groups = Map.groupBy(profiles, (profile) => profile.component);
  return [...groups]
    .map(([component, group]) => renderGroup(TITLES[component], group, home, page))
    .join("\n\n");
}

function renderGroup(
  title: string,
  profiles: readonly Profile[],
  home: string,
  { paint, width }: { paint: Painter; width: number },
): string {
  const rows = profiles.flatMap((profile) => [
    [nameCell(profile, paint), profile.description || paint.dim("no description")],
    ...moreAbout(profile, home).map((text) => ["", paint.dim(text)]),
  ]);
  return [paint.bold(title), ...renderColumns(rows, { width, indent: 2 })].join("\n");
}

function nameCell({ name, aliases }: Profile, paint: Painter): string {
  return [paint.cyan(name), ...aliases.map(paint.dim)].join(paint.dim(", "));
}

function moreAbout({ extends: parents, source }: Profile, home: string): string[] {
  return [
    ...(parents.length > 0 ? [`extends ${parents.join(", ")}`] : []),
    ...(source === BUILT_IN ? [] : [shortPath(source, home)]),
  ];
}
