import type { Finding } from "../../schema/finding.ts";

/** One thing that can be wrong in a configuration whose keys all have the right type. */
export interface Rule<Config> {
  /** Paths whose types must be right before the rule can look; `variants` stands for all below it. */
  reads: readonly string[];
  check(config: Config): Finding[];
}

export function problem(
  code: string,
  path: string,
  value: unknown,
  expected: string,
  hint?: string,
): Finding {
  return { code, severity: "error", path, value, expected, hint };
}

/** What works and is most likely not meant. */
export function doubt(code: string, path: string, value: unknown, expected: string): Finding {
  return { code, severity: "warning", path, value, expected };
}

function inRange(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

export function isWholeInRange(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && inRange(value, least, most);
}

/** A rule over one number. */
export function numberRule<Config>(
  path: string,
  read: (config: Config) => number,
  limits: { code: string; least: number; most: number; whole?: boolean },
): Rule<Config> {
  const { code, least, most, whole = true } = limits;
  const expected = `a ${whole ? "whole " : ""}number from ${least} to ${most}`;
  return {
    reads: [path],
    check(config) {
      const value = read(config);
      const fits = whole ? isWholeInRange(value, least, most) : inRange(value, least, most);
      return fits ? [] : [problem(code, path, value, expected)];
    },
  };
}

/** A rule over one text. */
export function textRule<Config>(
  path: string,
  read: (config: Config) => string,
  test: { code: string; pattern: RegExp; expected: string },
): Rule<Config> {
  return {
    reads: [path],
    check(config) {
      const value = read(config);
      return test.pattern.test(value) ? [] : [problem(test.code, path, value, test.expected)];
    },
  };
}
