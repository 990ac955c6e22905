import type { Host } from "../host/host.ts";

/**
 * Outlives hlsctl by a moment: a shell that reads what must not be left behind from a pipe, and cleans it up when the
 * pipe closes, which the kernel does however hlsctl ends. `groups` replaces the list of process groups, `remove` adds a
 * path, `forget` empties the list of paths.
 */
const SCRIPT = `
trap '' INT TERM HUP
groups=
set --
while IFS=' ' read -r verb rest; do
  case $verb in
    groups) groups=$rest ;;
    remove) set -- "$@" "$rest" ;;
    forget) set -- ;;
  esac
done
[ -n "$groups$*" ] || exit 0
for group in $groups; do kill -TERM "-$group" 2>/dev/null; done
for wait in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for group in $groups; do kill -0 "-$group" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  sleep 0.2
done
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
for path in "$@"; do rm -rf -- "$path"; done
`;

export interface Watchdog {
  /** The process groups to end if hlsctl is killed; replaces the former list. */
  guardGroups(pids: readonly number[]): void;
  /** A path to remove if hlsctl is killed. */
  guardPath(path: string): void;
  /** All was cleaned up in order: nothing is left to do. */
  dismiss(): Promise<void>;
}

export function startWatchdog(host: Host): Watchdog {
  const shell = host.spawn(["/bin/sh", "-c", SCRIPT], { output: { to: "ignore" }, stdin: "pipe", cwd: "/" });
  return {
    guardGroups: (pids) => shell.write(`groups ${pids.join(" ")}\n`),
    guardPath: (path) => shell.write(`remove ${path}\n`),
    async dismiss() {
      shell.write("groups\nforget\n");
      shell.closeStdin();
      await shell.exited;
    },
  };
}
