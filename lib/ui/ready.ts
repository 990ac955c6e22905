import type { InstanceSpec } from "../plan/plan.ts";
import type { Painter } from "./paint.ts";

/** What is there now and what to try next. */
export function renderReady(
  spec: InstanceSpec,
  how: { detached: boolean; tookMs?: number },
  paint: Painter,
): string {
  const { name, urls } = spec;
  const took = how.tookMs === undefined ? "" : ` after ${(how.tookMs / 1000).toFixed(2)} s`;
  const stop = how.detached
    ? [
        ["Log", `hlsctl logs ${name} -f`],
        ["Stop", `hlsctl down ${name}`],
      ]
    : [["Stop", "Ctrl-C"]];
  const logs = spec.logDir === null ? [] : [["Access", `${spec.logDir}/`]];
  const rows = [
    ["Watch", urls.page],
    ["Playlist", urls.playlist],
    ["Health", urls.health],
    ["Files", urls.files],
    ...logs,
    ["Try", `hlsctl swarm ${urls.playlist}`],
    ...stop,
  ];
  const lines = rows.map(([label = "", text = ""]) => `  ${paint.dim(label.padEnd(8))}  ${text}`);
  return [`${paint.green("✓")} ${paint.bold(name)} is ready${took}`, ...lines].join("\n");
}
