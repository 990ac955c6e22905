import { Failure } from "../errors.ts";
import { parseDuration } from "../load/parse-duration.ts";
import { suggest } from "../registry/suggest.ts";
import { renderJunit } from "../report/junit.ts";
import { differencesOf, mergeReports } from "../report/merge-reports.ts";
import { renderSummary } from "../ui/swarm/summary.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { checkOutputs, writeOutput } from "./output-file.ts";
import { readReport } from "./report-file.ts";
import { HTML_ARG } from "./report-show.ts";

export const reportMerge = defineCommand({
  name: "report merge",
  description: "Make one report of the runs of several machines",
  args: {
    files: {
      kind: "word",
      hint: "FILE",
      description: "A report of each machine",
      required: true,
      repeatable: true,
      completes: "files",
    },
    report: { kind: "value", hint: "FILE", description: "Write the merged report, JSON", completes: "files" },
    ...HTML_ARG,
    junit: {
      kind: "value",
      hint: "FILE",
      description: "Write its thresholds as JUnit XML",
      completes: "files",
    },
    ...OUTPUT_ARGS,
  },
  examples: [
    "hlsctl report merge node-1.json node-2.json --report all.json",
    "hlsctl report merge node-1.json node-2.json --html all.html --junit all.xml",
  ],
  async run(args, { host, out }) {
    await checkOutputs(host, [args.report, args.html, args.junit], args.files);
    const reports = await Promise.all(args.files.map((file) => readReport(host, file)));
    const merged = mergeReports(reports, { suggest, parseDuration });
    if (!merged.ok) throw new Failure("report-invalid", `The reports cannot be merged: ${merged.problem}.`);
    const report = merged.value;
    for (const note of differencesOf(reports)) out.warn(note);
    if (args.report !== undefined) await writeOutput(host, args.report, `${JSON.stringify(report)}\n`);
    if (args.html !== undefined) {
      const { renderHtml } = await import("../report/html.ts");
      await writeOutput(host, args.html, renderHtml(report));
    }
    if (args.junit !== undefined) await writeOutput(host, args.junit, renderJunit(report));
    const written = [args.report, args.html, args.junit].filter((file) => file !== undefined);
    if (written.length > 0) out.note(`Wrote ${written.join(", ")}.`);
    out.data("report merge", report);
    out.answer(renderSummary(report, out.paint, out.width));
  },
});
