import { flow, padStart } from "./fit.ts";
import { renderBar } from "./graph.ts";
import type { Block } from "./layout.ts";
import { formatCount, formatMs, formatRatio } from "./quantity.ts";
import { alert, facts, INDENT, more, row, type Scene } from "./row.ts";

const WIDEST_BAR = 60;

/** How many clients there are, what they do, and how many there should be. */
export function clients(scene: Scene): Block {
  const { view, paint, width } = scene;
  const { gauges, identity } = view;
  const { starting, playing, stalled, failed, ended } = gauges.clients;
  const now = starting + playing + stalled;
  const most = Math.max(identity.clients, gauges.target, now);
  const digits = formatCount(most).length;
  const count = `${padStart(formatCount(now), digits)} of ${padStart(formatCount(gauges.target), digits)}`;
  const shares = [
    { value: playing, sign: "█" },
    { value: starting, sign: "▒" },
    { value: stalled, sign: "▓" },
  ];
  const room = Math.max(0, Math.min(width - INDENT.length - count.length - 2, WIDEST_BAR));
  const bar = renderBar(shares, most, room)
    .replace(/█+/, paint.green)
    .replace(/▓+/, paint.yellow)
    .replace(/░+/, paint.dim);
  const amount = (value: number) => padStart(formatCount(value), digits);
  const states = [
    `${paint.green("█")} playing ${amount(playing)}`,
    alert(paint, stalled > 0, "yellow")(`▓ stalled ${amount(stalled)}`),
    alert(paint, failed > 0)(`failed ${amount(failed)}`),
    `▒ starting ${amount(starting)}`,
    `ended ${amount(ended)}`,
  ];
  const first = row(scene, "Clients", `${count}  ${bar}`);
  const below = (lines: number) =>
    flow(states, width - INDENT.length, lines).map((text) => more(scene, text));
  const isNarrow = Bun.stringWidth(states.join("  ")) > width - INDENT.length;
  return {
    levels: [
      { at: 2, lines: [first] },
      { at: 11, lines: [first, ...below(1)] },
      ...(isNarrow ? [{ at: 16, lines: [first, ...below(2)] }] : []),
    ],
  };
}

/** What viewers see: stalls, start-up, how far behind the live edge. */
export function playback(scene: Scene): Block {
  const { view, figures, paint } = scene;
  const time = (ms: number | null) => padStart(formatMs(ms), 7);
  const behind = view.points.findLast((point) => point.liveLatencyP50Ms !== null)?.liveLatencyP50Ms ?? null;
  const stalls = `${padStart(formatCount(figures.stalls), 5)} stalls`;
  const parts = [
    alert(paint, figures.stalls > 0, "yellow")(stalls),
    `rebuffering ${padStart(formatRatio(figures.rebufferRatio), 7)}`,
    `live latency ${time(behind)}`,
    alert(paint, figures.segmentsMissed > 0)(`segments missed ${formatCount(figures.segmentsMissed)}`),
    `startup p50 ${time(figures.startupP50Ms)} p95 ${time(figures.startupP95Ms)}`,
    `switches ${formatCount(figures.switches)}`,
  ];
  return facts(scene, "Playback", parts, [
    { at: 6, lines: 1 },
    { at: 13, lines: 2 },
    { at: 17, lines: 3 },
  ]);
}
