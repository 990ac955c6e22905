import type { RunReport } from "./report-shape.ts";

/** Below that many viewers the generator's own memory, some 50 MB, says nothing of theirs. */
const VIEWERS_FOR_MEMORY = 1000;

/** What one viewer took of the generator, whose own needs are shared out; null where too few viewers shared them. */
export interface ViewerCost {
  /** Of one processor, 1 = 100 %. */
  cpu: number | null;
  memoryBytes: number | null;
}

export function viewerCost({ generator, clients: { peak } }: RunReport): ViewerCost {
  return {
    cpu: peak === 0 ? null : generator.cpu / peak,
    memoryBytes: peak < VIEWERS_FOR_MEMORY ? null : generator.maxRssBytes / peak,
  };
}
