import { EXIT } from "../errors.ts";
import { wrap } from "./columns.ts";
import { envelope } from "./envelope.ts";
import { type Painter, painterFor } from "./paint.ts";

/**
 * Where words go: answers to stdout, everything else to stderr. In JSON mode stdout gets one envelope and warnings
 * travel inside it.
 */
export interface Out {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  /** Whether a person can be asked something. */
  readonly canAsk: boolean;
  /** Colours for stdout and for stderr, off where no terminal shows them. */
  readonly paint: Painter;
  readonly paintNotes: Painter;
  /** Columns of the terminals that stdout and stderr are; without end where there is none. */
  readonly width: number;
  readonly notesWidth: number;
  /** The answer a person reads; not printed in JSON mode. */
  answer(text: string): void;
  /** The answer a program reads; printed in JSON mode only. */
  data(kind: string, data: unknown): void;
  /** What goes on, for a person; silent with --quiet and in JSON mode. */
  note(text: string): void;
  /** A note that only --verbose shows. */
  detail(text: string): void;
  warn(text: string): void;
  readonly warnings: readonly string[];
}

export interface OutOptions {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  noColor: boolean;
  noInput: boolean;
}

/**
 * A reader that has seen enough (`hlsctl … | head -1`) is no failure; stdout on a full disk is one. Without this
 * either would end the process with a stack trace, and an origin that is up with it.
 */
export function guardStreams(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`✗ The answer cannot be written: ${error.code ?? error.message}\n`);
    process.exitCode = EXIT.diskFull;
  });
}

export function makeOut(options: OutOptions, env: Readonly<Record<string, string | undefined>>): Out {
  const warnings: string[] = [];
  const isQuiet = options.quiet || options.json;
  const paintNotes = painterFor(process.stderr, env, options.noColor);
  const note = (text: string) => {
    if (!isQuiet) process.stderr.write(`${text}\n`);
  };
  return {
    isJson: options.json,
    isVerbose: options.verbose,
    canAsk:
      Boolean(process.stdin.isTTY && process.stderr.isTTY) && !options.noInput && !options.json && !env.CI,
    paint: painterFor(process.stdout, env, options.noColor),
    paintNotes,
    width: widthOf(process.stdout),
    notesWidth: widthOf(process.stderr),
    warnings,
    answer(text) {
      if (!options.json) process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    data(kind, data) {
      if (options.json)
        process.stdout.write(`${JSON.stringify(envelope(kind, data, warnings), undefined, 2)}\n`);
    },
    note,
    detail(text) {
      if (options.verbose) note(text);
    },
    warn(text) {
      warnings.push(text);
      if (options.json) return;
      const lines = wrap(text, widthOf(process.stderr) - 2);
      process.stderr.write(`${paintNotes.yellow("!")} ${lines.join("\n  ")}\n`);
    },
  };
}

function widthOf(stream: { isTTY?: boolean; columns?: number }): number {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
