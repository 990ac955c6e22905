import * as v from "valibot";
import { bad, good, type Parsed } from "../hls/parsed.ts";
import { ReportSchema } from "./report-schema.ts";
import { REPORT_SCHEMA, type RunReport } from "./report-shape.ts";

const FAMILY = "hlsctl/report/";

/** The text of a report's file, or of what `swarm --json` printed. A problem names the field and what is wrong with it. */
export function parseReport(text: string): Parsed<RunReport> {
  const value = parseJson(text);
  if (!value.ok) return value;
  const report = unwrapped(value.value);
  const version = v.safeParse(v.object({ schema: v.pipe(v.string(), v.startsWith(FAMILY)) }), report);
  if (!version.success)
    return bad(`it is no report of hlsctl: there is no "schema": "${REPORT_SCHEMA}" in it`);
  const { schema } = version.output;
  if (schema !== REPORT_SCHEMA) {
    return bad(
      `it has the format ${schema}, which this hlsctl does not know; it reads ${REPORT_SCHEMA}. Update hlsctl.`,
    );
  }
  const result = v.safeParse(ReportSchema, report, { abortEarly: true });
  if (result.success) return good(result.output);
  const [issue] = result.issues;
  return bad(`it is damaged: ${v.getDotPath(issue) ?? "report"}: ${issue.message}`);
}

function parseJson(text: string): Parsed<unknown> {
  try {
    return good(JSON.parse(text));
  } catch {
    return bad(whyNoJson(text.trim()));
  }
}

function whyNoJson(text: string): string {
  if (text === "") return "it is empty";
  if (text.startsWith("{") && !text.endsWith("}")) return "it is cut off: its end is missing";
  return "it is no JSON";
}

/** `--json` puts the report under `data`. */
function unwrapped(value: unknown): unknown {
  const envelope = v.safeParse(v.object({ schema: v.literal("hlsctl/v1"), data: v.unknown() }), value);
  return envelope.success ? envelope.output.data : value;
}
