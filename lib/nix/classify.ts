import type { NixTrouble, NixWords, Rule } from "./trouble.ts";
import { builderFailed, failedDerivation, full, hashMismatch, killed } from "./trouble-build.ts";
import { network, notInStore, notThere } from "./trouble-fetch.ts";
import { badStore, denied, interrupted, noStore, otherSystem, tooOld } from "./trouble-host.ts";

/** The first rule that knows the words decides: nearer causes stand before what follows from them. */
export function classifyTrouble(words: NixWords): NixTrouble {
  const errors = words.said
    .filter((text) => !/^warning:/.test(text))
    .join("\n")
    .replace(QUOTED_LOG, "");
  const failed = failedDerivation(errors);
  const log = failed === null ? "" : words.logOf(failed).join("\n");
  for (const rule of RULES) {
    const trouble = rule({ ...words, errors, failed, log });
    if (trouble) return trouble;
  }
  return unexplained(words, errors);
}

/** Since 2.4 the error holds the end of the log, too; it is known by then, and its words are not Nix's. */
const QUOTED_LOG = /^\s*(?:>.*|last \d+ log lines:|For full logs, run.*)$\n?/gm;

const RULES: readonly Rule[] = [
  full,
  interrupted,
  otherSystem,
  hashMismatch,
  network,
  notThere,
  denied,
  noStore,
  badStore,
  tooOld,
  notInStore,
  builderFailed,
  killed,
];

/** Mostly an expression that does not evaluate: the innermost error is what counts, the trace leads to it. */
function unexplained({ status, wanted }: NixWords, errors: string): NixTrouble {
  const parts = errors.split(/(?:^|\n)\s*error:/).slice(1);
  const innermost = parts.at(-1)?.trim() ?? "";
  const [first = ""] = innermost.split("\n");
  return {
    id: "build-failed",
    message:
      first === ""
        ? `Nix ended with status ${status} and no word why.`
        : `Nix cannot work out ${wanted}: ${first.replace(/\.$/, "")}.`,
    advice: [],
    drvPath: null,
  };
}
