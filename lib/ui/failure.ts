import type { Failure } from "../errors.ts";
import type { Finding } from "../schema/finding.ts";
import { wrap } from "./columns.ts";
import { bugEnvelope, failureEnvelope } from "./envelope.ts";
import { renderFindings } from "./finding.ts";
import { type Out, STDERR, STDOUT } from "./out.ts";

const INDENT = 2;

/** A stop the user asked for is no mistake. */
const STOPS: readonly string[] = ["interrupted", "terminated", "cancelled"];

/**
 * Tells a failure: in JSON mode one envelope on stdout, otherwise what and what to do on stderr. A command that
 * has given its one answer (an origin that was ready, a run whose report could not be written) tells what came later on stderr in
 * either mode.
 */
export function reportFailure(out: Out, kind: string, failure: Failure): void {
  if (out.isJson && !out.hasAnswered) return writeJson(failureEnvelope(kind, failure, out.warnings));
  const { red, dim } = out.paintNotes;
  const page = { paint: out.paintNotes, width: out.notesWidth - INDENT };
  const findings = isFindings(failure.details) ? failure.details : [];
  const told = renderFindings(findings, page);
  const hints = (failure.hint?.split("\n") ?? []).flatMap((line) => wrap(line, page.width)).map(dim);
  const below = [...told, ...hints].map((line) => " ".repeat(INDENT) + line);
  const mark = STOPS.includes(failure.id) ? dim("■") : red("✗");
  STDERR.write(`${[`${mark} ${failure.message}`, ...below].join("\n")}\n`);
}

/** Anything that is not a `Failure` is our mistake, and says so. */
export function reportBug(out: Out, kind: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (out.isJson) return writeJson(bugEnvelope(kind, message, out.warnings));
  const stack = error instanceof Error && error.stack ? error.stack : message;
  STDERR.write(
    `${out.paintNotes.red("✗")} This is a bug in hlsctl. Please report it with the command you ran.\n${stack}\n`,
  );
}

function writeJson(envelope: object): void {
  STDOUT.write(`${JSON.stringify(envelope, undefined, 2)}\n`);
}

function isFindings(details: unknown): details is readonly Finding[] {
  return (
    Array.isArray(details) &&
    details.every((item) => typeof item === "object" && item !== null && "code" in item && "path" in item)
  );
}
