import type { FailureId } from "../errors.ts";

/** What Nix came to grief with, in plain words. */
export interface NixTrouble {
  id: FailureId;
  message: string;
  /** What to do next, a line each. */
  advice: string[];
  /** The derivation whose log tells more. */
  drvPath: string | null;
}

/** What there is to judge by. */
export interface NixWords {
  /** Errors, warnings and other lines, without colours. */
  said: readonly string[];
  /** The last lines a derivation's builder wrote. */
  logOf(drvPath: string): readonly string[];
  /** Nix's exit status; 128 + n when signal n ended it. */
  status: number;
  /** What was asked for, in the words of the user: `test-origin-container`. */
  wanted: string;
  /** Nix was told to fetch nothing. */
  isOffline: boolean;
}

/** The same with what follows from it. */
export interface Case extends NixWords {
  /** Errors as one text. */
  errors: string;
  /** The derivation whose builder failed. */
  failed: string | null;
  /** The end of its log. */
  log: string;
}

/** Knows some words of Nix's, or leaves them to others. */
export type Rule = (words: Case) => NixTrouble | undefined;
