import { renderReport } from "../doctor/report.ts";
import type { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { DEPLOYED_TYPES, TYPES } from "../plan/plan.ts";
import type { Painter } from "../ui/paint.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { parseType } from "./parse-type.ts";
import { type Diagnosis, diagnose, pickCheck, platformFailure, platformWarning } from "./platform-check.ts";

export const doctorCommand = defineCommand({
  name: "doctor",
  description: "Tell which deployment types work on this machine, and what would make the others work",
  args: {
    type: {
      kind: "value",
      hint: "TYPE",
      description: `Ask about one type (${TYPES.join(", ")}); ends with 6, 7 or 8 when it cannot work here`,
      completes: "types",
    },
    ...OUTPUT_ARGS,
  },
  examples: ["hlsctl doctor", "hlsctl doctor --type vm", "hlsctl doctor --json"],
  async run(args, { host, out }) {
    const result = await runDoctor(host, {
      type: args.type,
      isVerbose: args.verbose,
      isQuiet: args.quiet,
      columns: Math.min(out.width, WIDEST),
      paint: out.paint,
    });
    out.answer(result.text);
    out.note(
      `\nThis version brings up the type ${DEPLOYED_TYPES.join(", ")}; the others it builds (\`hlsctl build TYPE\`), and this tells which of them the machine can carry.`,
    );
    for (const warning of result.warnings) out.warn(warning);
    if (result.failure) throw result.failure;
    out.data("doctor", result.data);
  },
});

/** Longer lines are hard to read, whatever the terminal's width. */
const WIDEST = 110;

export interface DoctorOptions {
  /** Only this type decides about success. */
  type: string | undefined;
  isVerbose: boolean;
  isQuiet: boolean;
  columns: number;
  paint: Painter;
}

export interface DoctorResult {
  text: string;
  data: Diagnosis;
  warnings: string[];
  /** What the command ends with; its details are `data` and the nearest alternative. */
  failure: Failure | undefined;
}

/** Looks at the machine and judges it. Throws only for a type that does not exist. */
export async function runDoctor(host: Host, options: DoctorOptions): Promise<DoctorResult> {
  const asked = options.type === undefined ? undefined : parseType(options.type);
  const whole = await diagnose(host);
  const check = pickCheck(whole, asked ?? "runner");
  const warning = platformWarning(check);
  return {
    text: renderReport({ ...whole, asked }, options),
    data: whole,
    warnings: warning === undefined ? [] : [warning],
    failure: platformFailure(check, { ...whole, nearest: check.nearest ?? null }),
  };
}
