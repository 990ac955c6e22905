/** `/nix/store/…-test-origin-1.0.drv` → `test-origin-1.0`; anything else stays as it is. */
export function drvName(path: string): string {
  return /\/[0-9a-z]{32}-(.+?)(?:\.drv)?$/.exec(path)?.[1] ?? path;
}
