export interface Release {
  major: number;
  minor: number;
}

/** Compares the first two numbers of versions. */
export function isBelow(release: Release, floor: Release): boolean {
  return release.major < floor.major || (release.major === floor.major && release.minor < floor.minor);
}
