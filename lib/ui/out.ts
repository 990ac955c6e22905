import { EXIT, type Failure } from "../errors.ts";
import { wrap } from "./columns.ts";
import { envelope, failureEnvelope } from "./envelope.ts";
import { type Painter, painterFor } from "./paint.ts";
import { isTerminal, openStream } from "./stream.ts";

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
  /** The answer a program reads; printed in JSON mode only. With a failure it is that of a command that failed at last. */
  data(kind: string, data: unknown, failure?: Failure): void;
  /** The one envelope of JSON mode is written. */
  readonly hasAnswered: boolean;
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

export const STDERR = openStream(2, () => {});

/** A reader that has seen enough (`hlsctl … | head -1`) is no failure; an answer that a full disk did not take is one. */
export const STDOUT = openStream(1, (error) => {
  if (error.code === "EPIPE") return;
  STDERR.write(`✗ The answer cannot be written: ${error.code ?? error.message}\n`);
  process.exitCode = EXIT.diskFull;
});

export function makeOut(options: OutOptions, env: Readonly<Record<string, string | undefined>>): Out {
  const warnings: string[] = [];
  let hasAnswered = false;
  const isQuiet = options.quiet || options.json;
  const paintNotes = () => painterFor(STDERR, env, options.noColor);
  const note = (text: string) => {
    if (!isQuiet) STDERR.write(`${text}\n`);
  };
  return {
    isJson: options.json,
    isVerbose: options.verbose,
    get canAsk() {
      return !options.noInput && !options.json && !env.CI && isTerminal(0) && isTerminal(2);
    },
    get paint() {
      return painterFor(STDOUT, env, options.noColor);
    },
    get paintNotes() {
      return paintNotes();
    },
    get width() {
      return STDOUT.columns;
    },
    get notesWidth() {
      return STDERR.columns;
    },
    warnings,
    answer(text) {
      if (!options.json) STDOUT.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    get hasAnswered() {
      return hasAnswered;
    },
    data(kind, data, failure) {
      if (!options.json) return;
      hasAnswered = true;
      const answer = failure
        ? failureEnvelope(kind, failure, warnings, data)
        : envelope(kind, data, warnings);
      STDOUT.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    },
    note,
    detail(text) {
      if (options.verbose) note(text);
    },
    warn(text) {
      warnings.push(text);
      if (options.json) return;
      const lines = wrap(text, STDERR.columns - 2);
      STDERR.write(`${paintNotes().yellow("!")} ${lines.join("\n  ")}\n`);
    },
  };
}
