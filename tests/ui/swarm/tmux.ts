import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A shell in a terminal that tmux draws; nothing else on this machine's tmux is touched. */
export interface Terminal {
  /** What is on the screen, one string a row. */
  screen(): string[];
  /** The first screen that is as hoped for; throws with the last one when there is none in time. */
  until(isIt: (lines: readonly string[]) => boolean): Promise<string[]>;
  type(...keys: string[]): void;
  resize(columns: number, rows: number): void;
  /** tmux's own view: `alternate_on`, `cursor_flag`, … */
  flag(name: string): string;
  readonly folder: string;
  close(): void;
}

const PATIENCE_MS = 15_000;

export function openTerminal(columns: number, rows: number, env: Record<string, string> = {}): Terminal {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-tmux-"));
  const tmux = (...args: string[]) => {
    const argv = ["tmux", "-S", join(folder, "socket"), "-f", "/dev/null", ...args];
    const { CI: _, NO_COLOR: __, ...inherited } = process.env;
    const done = Bun.spawnSync(argv, {
      env: { ...inherited, LANG: "C.UTF-8", LC_ALL: "", ...env, TMUX: "" },
    });
    if (!done.success) throw new Error(`tmux ${args[0]}: ${done.stderr}`);
    return done.stdout.toString();
  };
  const screen = () => tmux("capture-pane", "-p").split("\n").slice(0, -1);
  tmux("-u", "new-session", "-d", "-x", String(columns), "-y", String(rows), "sh");
  return {
    folder,
    screen,
    async until(isIt) {
      const deadlineMs = performance.now() + PATIENCE_MS;
      for (;;) {
        const lines = screen();
        if (isIt(lines)) return lines;
        if (performance.now() > deadlineMs) throw new Error(`The screen stayed\n${lines.join("\n")}`);
        await Bun.sleep(20);
      }
    },
    type: (...keys) => void tmux("send-keys", ...keys),
    resize: (width, height) => void tmux("resize-window", "-x", String(width), "-y", String(height)),
    flag: (name) => tmux("display-message", "-p", `#{${name}}`).trim(),
    close() {
      tmux("kill-server");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
