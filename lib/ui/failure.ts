import type { Failure } from "../errors.ts";
import type { Finding } from "../schema/finding.ts";
import { failureEnvelope } from "./envelope.ts";
import type { Out } from "./out.ts";

/** Tells a failure: in JSON mode one envelope on stdout, otherwise what and what to do on stderr. */
export function reportFailure(out: Out, kind: string, failure: Failure): void {
  if (out.isJson) {
    process.stdout.write(`${JSON.stringify(failureEnvelope(kind, failure, out.warnings), undefined, 2)}\n`);
    return;
  }
  const { red, dim } = out.paintNotes;
  const lines = [`${red("✗")} ${failure.message}`];
  if (isFindings(failure.details))
    lines.push(...failure.details.map((finding) => `  ${renderFinding(finding)}`));
  if (failure.hint) lines.push(...failure.hint.split("\n").map((line) => `  ${dim(line)}`));
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** Anything that is not a `Failure` is our mistake, and says so. */
export function reportBug(out: Out, kind: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (out.isJson) {
    const body = { id: "bug", message, hint: "Please report it with the command you ran." };
    process.stdout.write(
      `${JSON.stringify({ schema: "hlsctl/v1", kind, ok: false, error: body, warnings: out.warnings })}\n`,
    );
    return;
  }
  const stack = error instanceof Error && error.stack ? error.stack : message;
  process.stderr.write(
    `${out.paintNotes.red("✗")} This is a bug in hlsctl. Please report it with the command you ran.\n${stack}\n`,
  );
}

/** One finding as one line: `hls.listSize = 2 (--set): at least 3 …`. */
export function renderFinding(finding: Finding): string {
  const { path, value, expected, hint, source, code } = finding;
  const from = source ? ` (${source})` : "";
  const end = hint ? ` ${hint}` : "";
  return `${path} = ${JSON.stringify(value)}${from}: expected ${expected}.${end} [${code}]`;
}

function isFindings(details: unknown): details is readonly Finding[] {
  return (
    Array.isArray(details) &&
    details.every((item) => typeof item === "object" && item !== null && "code" in item && "path" in item)
  );
}
