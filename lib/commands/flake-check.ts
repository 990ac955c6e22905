import { Failure } from "../errors.ts";
import type { Layer } from "../merge/merge.ts";
import type { Profile } from "../registry/profile.ts";
import type { Registry } from "../registry/registry.ts";
import { resolve } from "../resolve.ts";

/**
 * Resolves every profile with the settings that the flake would put over it. Settings that fit none of them are refused; a
 * profile that cannot be resolved is told of, for its outputs cannot be built.
 */
export function checkProfiles(
  registry: Registry,
  settings: readonly Layer[],
  warn: (text: string) => void,
): void {
  const { profiles } = registry;
  const failures = profiles.flatMap((profile) => {
    const failure = failureOf(registry, profile, settings);
    return failure ? [{ profile, failure }] : [];
  });
  const [first] = failures;
  if (first && settings.length > 0 && failures.length === profiles.length) throw first.failure;
  for (const { profile, failure } of failures) warn(describe(profile, failure, settings));
}

function failureOf(registry: Registry, profile: Profile, settings: readonly Layer[]): Failure | undefined {
  try {
    resolve(registry, profile, settings);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function describe({ component, name }: Profile, failure: Failure, settings: readonly Layer[]): string {
  const repeat = settings.length > 0 ? " with these settings" : "";
  return `Outputs of the profile "${name}" cannot be built${repeat}: ${failure.message} \`hlsctl profiles show ${name} --component ${component}\` tells more.`;
}
