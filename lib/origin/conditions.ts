/** The header fields of a request, by lower-case name. */
export type HeaderLookup = (name: string) => string | null;

export interface Validators {
  /** Undefined for what must be sent anew each time. */
  readonly etag: string | undefined;
  readonly modifiedMs: number;
}

export type ConditionAnswer = "send" | "not-modified" | "failed";

/**
 * Conditional requests (RFC 9110 §13) as nginx decides them: where both If-None-Match and If-Modified-Since are given, 304
 * only if both say so.
 */
export function checkConditions(header: HeaderLookup, validators: Validators): ConditionAnswer {
  const { etag } = validators;
  const match = header("if-match");
  if (match !== null && !listsEtag(match, etag, false)) return "failed";
  const unmodifiedSince = header("if-unmodified-since");
  if (unmodifiedSince !== null && wholeSeconds(validators) > dateSeconds(unmodifiedSince)) return "failed";
  const noneMatch = header("if-none-match");
  const modifiedSince = header("if-modified-since");
  if (etag === undefined || (noneMatch === null && modifiedSince === null)) return "send";
  if (noneMatch !== null && !listsEtag(noneMatch, etag, true)) return "send";
  const isOlder = modifiedSince === null || wholeSeconds(validators) <= dateSeconds(modifiedSince);
  return isOlder ? "not-modified" : "send";
}

/** Whether a Range header counts: If-Range names this very version (RFC 9110 §13.1.5). */
export function rangeApplies(header: HeaderLookup, validators: Validators): boolean {
  const condition = header("if-range");
  if (condition === null) return true;
  if (condition.endsWith('"')) return condition === validators.etag;
  return dateSeconds(condition) === wholeSeconds(validators);
}

function listsEtag(list: string, etag: string | undefined, isWeak: boolean): boolean {
  if (list.trim() === "*") return true;
  return list.split(",").some((item) => {
    const tag = item.trim();
    return (isWeak && tag.startsWith("W/") ? tag.slice(2) : tag) === etag;
  });
}

function wholeSeconds({ modifiedMs }: Validators): number {
  return Math.floor(modifiedMs / 1000);
}

/** NaN, which is on neither side of any moment, for what is no date. */
function dateSeconds(text: string): number {
  return Math.floor(Date.parse(text) / 1000);
}
