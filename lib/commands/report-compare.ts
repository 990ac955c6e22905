import { basename } from "node:path";
import { EXIT } from "../errors.ts";
import { compareReports } from "../report/compare-reports.ts";
import { renderComparison } from "../ui/swarm/comparison.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { readReport } from "./report-file.ts";

const FILE = { kind: "word", required: true, completes: "files" } as const;

export const reportCompare = defineCommand({
  name: "report compare",
  description: "Tell what is better and what is worse in one run than in another",
  args: {
    before: { ...FILE, hint: "BEFORE", description: "The report to measure by" },
    after: { ...FILE, hint: "AFTER", description: "The report that is judged" },
    "fail-on-regression": {
      kind: "flag",
      description: "Exit with 99 when anything is worse, with 12 when a run was not valid",
    },
    ...OUTPUT_ARGS,
  },
  examples: [
    "hlsctl report compare before.json after.json",
    "hlsctl report compare main.json branch.json --fail-on-regression",
  ],
  async run(args, { host, out }) {
    const [before, after] = await Promise.all([readReport(host, args.before), readReport(host, args.after)]);
    const comparison = compareReports(before, after);
    for (const note of comparison.notes) out.warn(note);
    const regressions = comparison.rows
      .filter(({ verdict }) => verdict === "worse")
      .map(({ metric }) => metric);
    out.data("report compare", { ...comparison, regressions });
    out.answer(renderComparison(comparison, titlesOf(args.before, args.after), out.paint));
    if (!args["fail-on-regression"]) return EXIT.ok;
    if (!before.run.valid || !after.run.valid) return EXIT.unhealthy;
    return regressions.length > 0 ? EXIT.thresholds : EXIT.ok;
  },
});

/** Names of the files, unless they are the same. */
function titlesOf(before: string, after: string): [string, string] {
  const names = [basename(before), basename(after)] as const;
  return names[0] === names[1] ? ["before", "after"] : [...names];
}
