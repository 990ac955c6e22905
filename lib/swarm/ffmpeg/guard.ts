import type { Host, HostChild } from "../../host/host.ts";

/**
 * Outlives its generator by a moment: a shell that reads from a pipe which process groups must not be left behind. When the pipe
 * closes, which the kernel does however the generator ends, it ends those that are still there.
 */
const SCRIPT = `
trap '' INT TERM HUP
all=' '
while read -r verb pid; do
  case $verb in
    add) all="$all$pid " ;;
    drop) case $all in *" $pid "*) all="\${all%%" $pid "*} \${all#*" $pid "}" ;; esac ;;
    done) exit 0 ;;
  esac
done
for pid in $all; do kill -TERM "-$pid" 2>/dev/null; done
sleep 0.2
for pid in $all; do kill -KILL "-$pid" 2>/dev/null; done
`;

export interface Guard {
  add(pid: number): void;
  drop(pid: number): void;
  /** Nothing is left to guard. */
  dismiss(): Promise<void>;
}

/** The shell starts with the first process to guard. */
export function openGuard(host: Host): Guard {
  let shell: HostChild | undefined;
  const started = () => {
    shell ??= host.spawn(["/bin/sh", "-c", SCRIPT, "hlsctl-guard"], {
      output: { to: "ignore" },
      stdin: "pipe",
    });
    return shell;
  };
  return {
    add: (pid) => started().write(`add ${pid}\n`),
    drop: (pid) => started().write(`drop ${pid}\n`),
    async dismiss() {
      if (!shell) return;
      shell.write("done\n");
      shell.closeStdin();
      await shell.exited;
    },
  };
}
