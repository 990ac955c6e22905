/** Where two JSON values differ first: `config.hls.listSize: 10 here, 12 there`; undefined when they are equal. */
export function firstDifference(here: unknown, there: unknown, path = ""): string | undefined {
  if (isRecord(here) && isRecord(there)) return differenceOfRecords(here, there, path);
  if (Array.isArray(here) && Array.isArray(there) && here.length === there.length) {
    for (const [index, value] of here.entries()) {
      const difference = firstDifference(value, there[index], `${path}[${index}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(here, there)) return undefined;
  return `${path || "the whole"}: ${JSON.stringify(here)} here, ${JSON.stringify(there)} there`;
}

function differenceOfRecords(
  here: Readonly<Record<string, unknown>>,
  there: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const difference = firstDifference(here[key], there[key], path === "" ? key : `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What of `value` has a place in `shape`: keys that `shape` lacks go, at every depth. */
export function restrict(value: unknown, shape: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(shape)) {
    return value.map((item, index) => restrict(item, shape[Math.min(index, shape.length - 1)]));
  }
  if (!isRecord(value) || !isRecord(shape)) return value;
  const kept = Object.keys(value).filter((key) => key in shape);
  return Object.fromEntries(kept.map((key) => [key, restrict(value[key], shape[key])]));
}
