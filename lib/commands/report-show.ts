import { renderSummary } from "../ui/swarm/summary.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { checkOutputs, writeOutput } from "./output-file.ts";
import { readReport } from "./report-file.ts";

/** A file that `swarm --report` wrote. */
const REPORT_WORD = {
  kind: "word",
  hint: "FILE",
  description: "A report that `hlsctl swarm --report` wrote",
  required: true,
  completes: "files",
} as const;

export const HTML_ARG = {
  html: { kind: "value", hint: "FILE", description: "Write it as one page of HTML", completes: "files" },
} as const;

export const reportShow = defineCommand({
  name: "report show",
  description: "Show the report of a run, or write it as a page",
  args: { file: REPORT_WORD, ...HTML_ARG, ...OUTPUT_ARGS },
  examples: ["hlsctl report show run.json", "hlsctl report show run.json --html run.html"],
  async run(args, { host, out }) {
    await checkOutputs(host, [args.html], [args.file]);
    const report = await readReport(host, args.file);
    if (args.html !== undefined) {
      // Holds 0.1 MB of text that no other command needs.
      const { renderHtml } = await import("../report/html.ts");
      await writeOutput(host, args.html, renderHtml(report));
      out.note(`Wrote ${args.html}.`);
    }
    out.data("report show", report);
    out.answer(renderSummary(report, out.paint, out.width));
  },
});
