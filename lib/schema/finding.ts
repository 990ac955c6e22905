/** Something wrong (or doubtful) in a configuration: data, made into sentences by `ui`. */
export interface Finding {
  /** Stable, kebab-case: `gop-not-whole`. */
  code: string;
  severity: "error" | "warning";
  /** Dotted configuration key: `hls.segmentDuration`, `variants.1.name`. */
  path: string;
  /** The offending value, JSON-safe. */
  value: unknown;
  /** What would have been right. */
  expected: string;
  /** What to do: a nearest key, a value that works. */
  hint?: string | undefined;
  /** Where the value came from: `profile stress-test`, `--set`. */
  source?: string | undefined;
}
