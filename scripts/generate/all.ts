import { COMPLETIONS } from "./completions.ts";
import { CONFORMANCE } from "./conformance.ts";
import type { Generated } from "./generated.ts";
import { README } from "./readme.ts";
import { COMMANDS, CONFIGURATION, EXIT_CODES } from "./reference.ts";
import { REPORT_SCHEMA_FILE } from "./report-schema.ts";
import { THIRD_PARTY } from "./third-party.ts";
import { THRESHOLDS } from "./thresholds.ts";

/** Everything `bun run generate` writes. */
export const GENERATED: readonly Generated[] = [
  README,
  COMMANDS,
  CONFIGURATION,
  EXIT_CODES,
  CONFORMANCE,
  THIRD_PARTY,
  THRESHOLDS,
  REPORT_SCHEMA_FILE,
  ...COMPLETIONS,
];
