import type { HttpOptions } from "../http/exchange.ts";
import type { LoadShape } from "../load/shape.ts";
import type { Gauges, MeasurementsData } from "../stats/measurements.ts";
import type { ViewerOptions } from "../viewer/viewer-shape.ts";

/**
 * What a coordinator and its generator processes say to each other: one JSON value a line, orders on the generator's
 * stdin, reports on its stdout. The end of stdin ends the generator.
 */
export type Order =
  /** `leadMs`: from the arrival of this order to the run's zero. Wall clocks are set and step; nothing starts by one. */
  | { order: "begin"; leadMs: number; spec: GeneratorSpec }
  /** From now on this many viewers, reached at this rate per second (capacity search). */
  | { order: "target"; clients: number; ratePerSec: number }
  | { order: "stop" };

export interface GeneratorSpec {
  engine: "native" | "ffmpeg";
  /** Null: viewers come by `target` only. */
  load: LoadShape | null;
  /** This generator takes every viewer with id % of = index. */
  share: { index: number; of: number };
  viewer: ViewerOptions;
  http: HttpOptions;
  /** Native only: `auto` takes epoll where the system has it. */
  net: "auto" | "bun" | "epoll";
  /**
   * FFmpeg only (`ffmpeg/plan-client.ts` makes it): `argv[0]` is the program; `%ID%` in an argument becomes the viewer's number;
   * `streams` are the media playlists that are played.
   */
  ffmpeg: {
    argv: readonly string[];
    reconnect: boolean;
    reconnectDelayMaxMs: number;
    streams: readonly { label: string; url: string }[];
  } | null;
}

export type Report =
  | { report: "ready" }
  /** Once a second: what came since the last one. */
  | { report: "interval"; atMs: number; measurements: MeasurementsData; gauges: Gauges }
  /** Something a person should know, once each. */
  | { report: "note"; text: string }
  /** The schedule is over, or it was stopped; all viewers are gone. */
  | { report: "end" };
