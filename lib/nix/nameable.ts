import { Failure } from "../errors.ts";
import { BUILT_IN, isProfileName, type Profile } from "../registry/profile.ts";
import { findClash, type Output } from "./outputs.ts";

/** A profile of the user's that has no outputs, and why. */
export interface Unnameable {
  profile: Profile;
  failure: Failure;
}

/** With the longest type before it and what nixpkgs puts around it, a store path's name stays below Nix's limit of 211. */
const LONGEST = 100;

/**
 * Parts the profiles whose outputs can have names of their own from those of the user's whose cannot: `vm` would give a second
 * `test-origin-vm`. Of two of the user's the longer name gives way, for it is the one with a type in it. Keeps the order.
 */
export function separateNameable(profiles: readonly Profile[]): {
  nameable: Profile[];
  unnameable: Unnameable[];
} {
  const taken = profiles.filter(({ source }) => source === BUILT_IN);
  const own = profiles.filter(({ source }) => source !== BUILT_IN).toSorted(shorterFirst);
  const unnameable: Unnameable[] = [];
  for (const profile of own) {
    const failure = unfit(profile) ?? clashing(profile, findClash([...taken, profile]));
    if (failure) unnameable.push({ profile, failure });
    else taken.push(profile);
  }
  return { nameable: profiles.filter((one) => taken.includes(one)), unnameable };
}

function shorterFirst(a: Profile, b: Profile): number {
  return a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}

function unfit(profile: Profile): Failure | undefined {
  const { name, aliases } = profile;
  if (name.length > LONGEST) return refusal(profile, `its name has ${tooMany(name)}`, "Rename the file.");
  const long = aliases.find((alias) => alias.length > LONGEST);
  if (long) return refusal(profile, `an alias of it has ${tooMany(long)}`, "Give it a shorter alias.");
  const odd = aliases.find((alias) => !isProfileName(alias));
  if (odd === undefined) return undefined;
  return refusal(profile, `its alias ${JSON.stringify(odd)} is no profile's name`, "Rename that alias.");
}

function tooMany({ length }: string): string {
  return `${length} characters, where ${LONGEST} are the most`;
}

function clashing(profile: Profile, clash: readonly Output[] | undefined): Failure | undefined {
  if (clash === undefined) return undefined;
  const own = clash.find((one) => one.profile === profile.name);
  const other = clash.find((one) => one !== own);
  const whose = other ? ` as the ${other.type} of the profile "${other.profile}"` : "";
  const what = `its ${own?.type} would be called ${own?.name}, the same${whose}`;
  return refusal(profile, what, own?.alias ? `Rename its alias "${own.alias}".` : "Rename the file.");
}

function refusal({ source }: Profile, what: string, hint: string): Failure {
  return new Failure("profile-invalid", `The profile in ${source} cannot be in a flake: ${what}.`, { hint });
}
