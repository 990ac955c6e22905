import type { Failure } from "../errors.ts";

const SCHEMA = "hlsctl/v1";

/** What `--json` prints when a command succeeded; lists in `data` are always arrays. */
export function envelope(kind: string, data: unknown, warnings: readonly string[] = []): object {
  return { schema: SCHEMA, kind, ok: true, data, warnings };
}

/** What `--json` prints when a command failed; `data` is what there is to tell all the same. */
export function failureEnvelope(
  kind: string,
  failure: Failure,
  warnings: readonly string[] = [],
  data?: unknown,
): object {
  const { id, message, hint = "", details } = failure;
  const error = details === undefined ? { id, message, hint } : { id, message, hint, details };
  return { schema: SCHEMA, kind, ok: false, error, ...(data === undefined ? {} : { data }), warnings };
}

/** What `--json` prints when hlsctl itself is wrong. */
export function bugEnvelope(kind: string, message: string, warnings: readonly string[] = []): object {
  const error = { id: "bug", message, hint: "Please report it with the command you ran." };
  return { schema: SCHEMA, kind, ok: false, error, warnings };
}
