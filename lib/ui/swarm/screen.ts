import type { Size } from "./dashboard.ts";
import { ENTER_SCREEN, LEAVE_SCREEN, redraw } from "./frame.ts";
import { type Key, openKeyboard } from "./keys.ts";
import { openTerminalWriter } from "./terminal-writer.ts";

/** The alternate screen, drawn in place: only lines that changed are written. */
export interface Screen {
  draw(): void;
  close(): void;
}

export interface ScreenOptions {
  render(size: Size, state: { hasKeys: boolean; isStopping: boolean }): string[];
  onQuit(): void;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
/** How long the end of the process waits for a terminal that takes nothing. */
const FAREWELL_MS = 300;
/** A process whose parent is gone is not stopped (POSIX, 2.4.3); then it shows itself again after that long. */
const SUSPENDED_MS = 200;

export function openScreen({ render, onQuit }: ScreenOptions): Screen {
  const writer = openTerminalWriter();
  const keyboard = openKeyboard(onKey);
  let shown: readonly string[] | undefined;
  let drawn: Size = { columns: 0, rows: 0 };
  let isOpen = false;
  let isStopping = false;
  let resumption: ReturnType<typeof setTimeout> | undefined;

  function enter(): void {
    if (isOpen) return;
    isOpen = true;
    shown = undefined;
    keyboard.listen();
    writer.write(ENTER_SCREEN);
    draw();
  }

  function leave(): void {
    if (!isOpen) return;
    isOpen = false;
    writer.write(LEAVE_SCREEN);
    writer.finish(FAREWELL_MS);
    keyboard.rest();
  }

  function draw(): void {
    if (!isOpen || writer.isBusy) return;
    const size = terminalSize();
    // Terminals move what they show when they are resized.
    if (size.columns !== drawn.columns || size.rows !== drawn.rows) shown = undefined;
    drawn = size;
    const lines = render(size, { hasKeys: keyboard.isThere, isStopping });
    const change = redraw(shown, lines, size);
    if (change !== "") writer.write(change);
    shown = lines;
  }

  function redrawAll(): void {
    shown = undefined;
    draw();
  }

  function onKey(key: Key): void {
    switch (key) {
      case "quit":
        if (!isStopping) onQuit();
        return stopping();
      case "interrupt":
        process.kill(process.pid, "SIGINT");
        return;
      case "suspend":
        return suspend();
      case "abort":
        leave();
        process.kill(process.pid, "SIGQUIT");
        return;
      case "redraw":
        return redrawAll();
      default:
        key satisfies never;
    }
  }

  function stopping(): void {
    isStopping = true;
    draw();
  }

  /** As Ctrl-Z does without us: the whole job stops. */
  function suspend(): void {
    leave();
    process.off("SIGTSTP", suspend);
    process.kill(0, "SIGTSTP");
    resumption = setTimeout(resume, SUSPENDED_MS);
  }

  function resume(): void {
    clearTimeout(resumption);
    process.off("SIGTSTP", suspend).on("SIGTSTP", suspend);
    leave();
    enter();
    // A job in the background is not told of a new size.
    process.kill(process.pid, "SIGWINCH");
  }

  function onSignal(name: NodeJS.Signals): void {
    if (process.listenerCount(name) > 1) return stopping();
    // Nobody else is there to end the run in order.
    close();
    process.kill(process.pid, name);
  }

  function close(): void {
    clearTimeout(resumption);
    for (const name of STOP_SIGNALS) process.off(name, onSignal);
    process.off("SIGTSTP", suspend).off("SIGCONT", resume).off("exit", leave);
    process.off("uncaughtExceptionMonitor", leave);
    process.stderr.off("resize", draw);
    leave();
    writer.close();
  }

  for (const name of STOP_SIGNALS) process.on(name, onSignal);
  process.on("SIGTSTP", suspend).on("SIGCONT", resume).on("exit", leave);
  // An error must not be written to a screen that is about to go.
  process.on("uncaughtExceptionMonitor", leave);
  // Bun knows the new size only from this event on, not yet when SIGWINCH is told.
  process.stderr.on("resize", draw);
  enter();
  return { draw, close };
}

const FALLBACK: Size = { columns: 80, rows: 24 };

function terminalSize(): Size {
  const [columns, rows] = process.stderr.getWindowSize();
  return { columns: columns || FALLBACK.columns, rows: rows || FALLBACK.rows };
}
