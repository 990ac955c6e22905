/** One line of Prometheus' text format 0.0.4 (or of OpenMetrics 1.0, whose exemplars are passed over). */
export interface PrometheusSample {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite. */
  value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)[ \t]*(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]*(\S+)/;
const LABEL = /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/g;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WORDS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
};

/** All samples of a page in their order; comments and lines that are none are left out. */
export function parsePrometheusText(text: string): PrometheusSample[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = "", written = ""] = LINE.exec(line.trim()) ?? [];
    const value = NUMBER.test(written) ? Number(written) : WORDS[written.toLowerCase()];
    return name === undefined || value === undefined ? [] : [{ name, labels: labelsOf(labels), value }];
  });
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(LABEL)].map(([, name = "", value = ""]) => [name, unescaped(value)]);
  return Object.fromEntries(pairs);
}

function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
}
