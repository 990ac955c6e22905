/** JSON of Grafana's dashboard model; only what hlsctl uses of it. */
export interface Panel {
  type: "row" | "stat" | "timeseries" | "heatmap";
  title: string;
  gridPos: GridPos;
  id: number;
  [key: string]: unknown;
}

interface GridPos {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A panel before it has its place. Width in 24ths of the page, height in Grafana's units (30 pixels). */
export interface PanelDraft extends Omit<Panel, "gridPos" | "id"> {
  size: { w: number; h: number };
}

export interface Query {
  expr: string;
  legend: string;
}

/** Grafana's ids of units. */
export type Unit = "short" | "bps" | "Bps" | "bytes" | "s" | "percentunit" | "reqps" | "none";

/** The data source that the user picks when the dashboard is imported. */
export const DATASOURCE = { type: "prometheus", uid: `\${DS_PROMETHEUS}` };

export function timeSeries(
  title: string,
  unit: Unit,
  queries: readonly Query[],
  extra: Extra = {},
): PanelDraft {
  const custom = {
    drawStyle: "line",
    lineWidth: 1,
    fillOpacity: extra.isStacked ? 40 : 8,
    showPoints: "never",
    spanNulls: false,
    stacking: { mode: extra.isStacked ? "normal" : "none", group: "A" },
    scaleDistribution: extra.isLogarithmic ? { type: "log", log: 10 } : { type: "linear" },
  };
  return {
    type: "timeseries",
    title,
    description: extra.description ?? "",
    size: { w: extra.w ?? 8, h: 8 },
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: { unit, min: extra.isLogarithmic ? null : 0, custom },
      overrides: extra.overrides ?? [],
    },
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
      tooltip: { mode: "multi", sort: "desc" },
    },
    targets: targetsOf(queries),
  };
}

interface Extra {
  w?: number;
  description?: string;
  isStacked?: boolean;
  isLogarithmic?: boolean;
  overrides?: readonly object[];
}

/** Steps of colour from green on: [from value, colour]. */
export type Steps = readonly (readonly [number, string])[];

export function stat(
  title: string,
  unit: Unit,
  query: Query,
  extra: { steps?: Steps; words?: Record<string, string> } = {},
): PanelDraft {
  const { steps = [], words = {} } = extra;
  const mappings = Object.entries(words).map(([value, text], index) => ({
    type: "value",
    options: { [value]: { text, index } },
  }));
  const thresholds = [{ value: null, color: "green" }, ...steps.map(([value, color]) => ({ value, color }))];
  return {
    type: "stat",
    title,
    size: { w: 4, h: 4 },
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: { unit, mappings, thresholds: { mode: "absolute", steps: thresholds } },
      overrides: [],
    },
    options: {
      colorMode: steps.length > 0 ? "background" : "value",
      graphMode: "area",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
      textMode: "auto",
    },
    targets: targetsOf([query]),
  };
}

/** Of a histogram's buckets, summed by `le`. */
export function heatmap(title: string, expr: string, w: number): PanelDraft {
  const [target] = targetsOf([{ expr, legend: "{{le}}" }]);
  return {
    type: "heatmap",
    title,
    size: { w, h: 9 },
    datasource: DATASOURCE,
    fieldConfig: { defaults: {}, overrides: [] },
    options: {
      calculate: false,
      cellGap: 1,
      color: {
        mode: "scheme",
        scheme: "Turbo",
        steps: 64,
        exponent: 0.5,
        fill: "dark-orange",
        reverse: false,
      },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: "auto" },
      tooltip: { mode: "single", yHistogram: false },
      yAxis: { axisPlacement: "left", unit: "s", reverse: false },
    },
    targets: [{ ...target, format: "heatmap" }],
  };
}

function targetsOf(queries: readonly Query[]) {
  return queries.map(({ expr, legend }, index) => ({
    refId: String.fromCharCode("A".charCodeAt(0) + index),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
    editorMode: "code",
    range: true,
  }));
}

const PAGE_WIDTH = 24;

export interface DashboardRow {
  title: string;
  panels: readonly PanelDraft[];
}

/** Gives every panel its place: rows one below the other, panels from left to right, wrapped at the page's width. */
export function layOut(rows: readonly DashboardRow[]): Panel[] {
  const placed: Panel[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    const head = { type: "row", title, collapsed: false, panels: [] } as const;
    placed.push({ ...head, id: placed.length + 1, gridPos: { x: 0, y, w: PAGE_WIDTH, h: 1 } });
    y += 1;
    let x = 0;
    let height = 0;
    for (const { size, ...panel } of panels) {
      if (x + size.w > PAGE_WIDTH) {
        y += height;
        x = height = 0;
      }
      placed.push({ ...panel, id: placed.length + 1, gridPos: { x, y, ...size } } as Panel);
      x += size.w;
      height = Math.max(height, size.h);
    }
    y += height;
  }
  return placed;
}
