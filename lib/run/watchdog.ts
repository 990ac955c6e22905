import type { Host } from "../host/host.ts";

/**
 * Outlives hlsctl by a moment: a shell that reads from a pipe which process groups must not be left behind, and when the
 * pipe closes, which the kernel does however hlsctl ends, ends them and removes the instance's private folder. The folder is
 * its first word, so that no name can be taken for another one, and its working directory, so that a folder which the next
 * instance of that name has made meanwhile is known for another one. Each line replaces the list; `dismiss` leaves nothing to do.
 * What the groups' first processes have started in sessions of their own, as Nix does its builders, ends with them; who is whose child
 * is looked up before the first signal, for orphans have no parent that tells.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT
groups=
folder=$1
while read -r verb rest; do
  case $verb in
    groups) groups=$rest ;;
    dismiss) exit 0 ;;
  esac
done
processes() {
  if [ ! -r /proc/self/stat ]; then ps -A -o pid=,ppid=,pgid=; return; fi
  for stat in /proc/[0-9]*/stat; do
    read -r line <"$stat" || continue
    pid=\${stat#/proc/}
    set -- \${line##*) }
    echo "\${pid%/stat} $2 $3"
  done
}
all=$(processes)
family=" $groups "
known=
while [ "$known" != "$family" ]; do
  known=$family
  while read -r pid parent group; do
    case $family in *" $pid "*) continue ;; *" $parent "*) ;; *) continue ;; esac
    family="$family$pid "
    [ "$group" -gt 1 ] && groups="$groups $group"
  done <<END
$all
END
done
for group in $groups; do kill -TERM "-$group" 2>/dev/null; done
for wait in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for group in $groups; do kill -0 "-$group" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  sleep 0.2
done
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
if [ -n "$folder" ] && [ "$folder" -ef . ]; then rm -rf -- "$folder"; fi
`;

export interface Watchdog {
  /** The process groups to end if hlsctl is killed; replaces the former list. */
  guardGroups(pids: readonly number[]): void;
  /** All was cleaned up in order: nothing is left to do. */
  dismiss(): Promise<void>;
}

/** `folder` is a private one of this instance: it goes with all that is in it; null where there is none. */
export function startWatchdog(host: Host, folder: string | null): Watchdog {
  const argv = ["/bin/sh", "-c", SCRIPT, "hlsctl-watchdog", folder ?? ""];
  const shell = host.spawn(argv, { output: { to: "ignore" }, stdin: "pipe", cwd: folder ?? "/" });
  return {
    guardGroups: (pids) => shell.write(`groups ${pids.join(" ")}\n`),
    async dismiss() {
      shell.write("dismiss\n");
      shell.closeStdin();
      await shell.exited;
    },
  };
}
