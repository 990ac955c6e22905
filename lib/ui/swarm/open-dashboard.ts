import type { RunView } from "../../stats/run-view.ts";
import type { Measurements } from "../../stats/totals.ts";
import { painterFor } from "../paint.ts";
import { isTerminal } from "../stream.ts";
import { showsUnicode, toAscii } from "./ascii.ts";
import { renderDashboard } from "./dashboard.ts";
import { openScreen } from "./screen.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The live view of a run, on the terminal that stderr is. */
export interface Dashboard {
  show(view: RunView<Measurements>): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

export interface DashboardOptions {
  env: Environment;
  noColor: boolean;
  /** `q` was pressed; Ctrl-C comes as SIGINT, as always. */
  onQuit(): void;
}

/** A dashboard needs a terminal on stderr that can place the cursor; stdout may be a file (`--json > run.json`). */
export function canShowDashboard(env: Environment): boolean {
  return !env.CI && !!env.TERM && env.TERM !== "dumb" && isTerminal(2);
}

/** Takes the alternate screen until it is closed or the process ends, whichever way. */
export function openDashboard({ env, noColor, onQuit }: DashboardOptions): Dashboard {
  const paint = painterFor({ isTTY: true }, env, noColor);
  const isUnicode = showsUnicode(env);
  let latest: RunView<Measurements> | undefined;
  const screen = openScreen({
    onQuit,
    render(size, { hasKeys, isStopping }) {
      if (latest === undefined) return [];
      const footer = isStopping ? STOPPING : hasKeys ? KEYS : SIGNALS;
      const lines = renderDashboard(latest, size, paint, footer);
      return isUnicode ? lines : lines.map((line) => toAscii(line, size.columns));
    },
  });
  return {
    show(view) {
      latest = view;
      screen.draw();
    },
    close: screen.close,
  };
}

const KEYS = "q stops and reports · Ctrl-Z suspends";
const SIGNALS = "Ctrl-C stops and reports";
const STOPPING = "stopping … · Ctrl-C ends at once";
