import type { Histogram } from "../stats/histogram.ts";

/** One metric of Prometheus' text format 0.0.4 with all its samples. */
export interface Family {
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  samples: readonly Sample[];
}

export type Labels = Readonly<Record<string, string>>;

interface Sample {
  labels: Labels;
  value: number;
  /** `_bucket`, `_sum`, `_count` of histograms. */
  suffix?: string;
}

export function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: "counter", help, samples };
}

export function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: "gauge", help, samples };
}

export function sample(value: number, labels: Labels = {}): Sample {
  return { labels, value };
}

/**
 * Cumulative counts at upper bounds in seconds. HDR buckets are 0.1 % wide: a value above a bound by less than that counts as
 * at the bound. Counts at a bound never sink over time and add up over instances.
 */
export function histogram(
  name: string,
  help: string,
  boundsSec: readonly number[],
  series: readonly (readonly [Labels, Histogram])[],
): Family {
  const known = series.filter(([, { count }]) => count > 0);
  const samples = known.flatMap(([labels, values]) => histogramSamples(labels, values, boundsSec));
  return { name, type: "histogram", help, samples };
}

function histogramSamples(labels: Labels, values: Histogram, boundsSec: readonly number[]): Sample[] {
  const counts = values.countsUpTo(boundsSec.map((bound) => bound * 1000));
  const buckets = boundsSec.map((bound, i) => ({
    suffix: "_bucket",
    labels: { ...labels, le: String(bound) },
    value: counts[i] ?? 0,
  }));
  return [
    ...buckets,
    { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: values.count },
    { suffix: "_sum", labels, value: sumSec(values) },
    { suffix: "_count", labels, value: values.count },
  ];
}

/** To the microsecond, in which the histogram counts. */
function sumSec({ mean, count }: Histogram): number {
  return Math.round((mean ?? 0) * count * 1000) / 1e6;
}

/** Metrics of which there is no sample are left out. */
export function renderExposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples.map((one) => line(name, one)), ""].join(
        "\n",
      ),
    )
    .join("");
}

function line(name: string, { suffix = "", labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}

function escapeLabel(text: string): string {
  return text.replace(/["\\\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}
