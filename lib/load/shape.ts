/** How many viewers there are when. All times in ms since the run began. */
export interface LoadShape {
  /** Viewers at the end of the ramp; with stages what the last one ends with. */
  clients: number;
  /** Viewers per second. */
  rampRate: number;
  /** Each start is late by up to this much. */
  rampJitterMs: number;
  /** Instead of the ramp: straight lines from one number of viewers to the next (0 before the first). */
  stages: readonly Stage[];
  /** Gaps between starts: even, or of a Poisson process (exponential) of the same rate. */
  arrival: "uniform" | "poisson";
  /** How long a viewer watches; who leaves is replaced at once. Null: to the end of the run. */
  churn: Churn | null;
  /** Null: until it is stopped. With stages at least their sum. */
  durationMs: number | null;
  /** Everything that is chance follows from it. */
  seed: number;
}

export interface Stage {
  durationMs: number;
  clients: number;
}

/** Watch time: the same for all, even between two lengths, exponential, or log-normal with its median and σ. */
export type Churn =
  | { kind: "fixed"; ms: number }
  | { kind: "uniform"; fromMs: number; toMs: number }
  | { kind: "exponential"; meanMs: number }
  | { kind: "lognormal"; medianMs: number; sigma: number };

/** One viewer of the schedule. */
export interface ViewerPlan {
  /** From 0, in the order of their starts. */
  id: number;
  startMs: number;
  /** Null: it stays. */
  stopMs: number | null;
}
