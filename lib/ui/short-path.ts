/** A path as people write it: `~/.config/hlsctl/…`. */
export function shortPath(path: string, home: string): string {
  return home !== "" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
