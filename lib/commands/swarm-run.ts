import { BUILD } from "../build-info.ts";
import { Failure } from "../errors.ts";
import { buildReport } from "../report/build-report.ts";
import { renderPrometheus } from "../report/prometheus.ts";
import type { RunReport } from "../report/report-shape.ts";
import { startGenerator } from "../swarm/generator-process.ts";
import { type MetricsServer, serveMetrics } from "../swarm/metrics-server.ts";
import { watchOrigin } from "../swarm/origin-metrics.ts";
import { type SwarmOutcome, SwarmRun, type SwarmView } from "../swarm/run-swarm.ts";
import { canShowDashboard, openDashboard } from "../ui/swarm/open-dashboard.ts";
import { viewerCount } from "../ui/swarm/quantity.ts";
import { renderTick, TICK_SEC } from "../ui/swarm/tick.ts";
import type { CommandContext } from "./command.ts";
import type { PreparedSwarm } from "./swarm-plan.ts";
import type { SwarmRequest } from "./swarm-request.ts";

export interface Conduct {
  request: SwarmRequest;
  prepared: PreparedSwarm;
  context: CommandContext;
  stop: AbortSignal;
  /** `kill` is set while there are processes to kill. */
  events: { kill(): void };
}

/** From the first generator to the report; nothing of it is left running. */
export async function conductSwarm(conduct: Conduct): Promise<RunReport> {
  const { request, prepared, context, stop, events } = conduct;
  const { host } = context;
  const origin = request.originMetrics.length > 0 ? watchOrigin({ urls: request.originMetrics }) : null;
  const world = {
    nowMs: () => performance.now(),
    wallMs: () => host.clock.nowMs(),
    after: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    start: (onReport: Parameters<typeof startGenerator>[1]) => startGenerator(host.selfArgv, onReport),
  };
  const run: SwarmRun = new SwarmRun(prepared.plan, world, {
    onView: (view) => screen.show(view),
    onNote: (text) => screen.note(text),
    originView: () => origin?.view() ?? null,
  });
  const metrics = openMetrics(request, run, context);
  const screen = openScreen(run, conduct);
  events.kill = () => run.kill();
  const interrupt = () => run.end("interrupted");
  stop.addEventListener("abort", interrupt, { once: true });
  try {
    if (stop.aborted) interrupt();
    const outcome = await run.run();
    return reportOf(outcome, prepared);
  } finally {
    stop.removeEventListener("abort", interrupt);
    screen.close();
    origin?.stop();
    await metrics?.stop();
  }
}

/** A place that nobody asked for may be taken: two swarms on one machine are no mistake. */
function openMetrics(
  { metrics, metricsCompat }: SwarmRequest,
  run: SwarmRun,
  { out }: CommandContext,
): MetricsServer | undefined {
  if (!metrics) return undefined;
  const render = () => renderPrometheus(run.view, { build: BUILD, compat: metricsCompat });
  try {
    const server = serveMetrics(metrics.bind, metrics.port, render);
    out.detail(`Metrics: http://${metrics.bind}:${server.port}/metrics`);
    return server;
  } catch (error) {
    if (metrics.isExplicit || !(error instanceof Failure) || error.id !== "port-in-use") throw error;
    out.warn(`No metrics are served: ${error.message}`);
    return undefined;
  }
}

interface Screen {
  show(view: SwarmView): void;
  note(text: string): void;
  close(): void;
}

/** A dashboard where there is a terminal for it, otherwise a line now and then. */
function openScreen(run: SwarmRun, { context: { host, out }, request, prepared }: Conduct): Screen {
  const { quiet, "no-color": noColor } = request.words.args;
  if (!quiet && canShowDashboard(host.env)) {
    const dashboard = openDashboard({ env: host.env, noColor, onQuit: () => run.end("quit") });
    return { show: dashboard.show, note() {}, close: dashboard.close };
  }
  const { clients, url } = prepared.plan.identity;
  out.note(`A swarm of ${viewerCount(clients)} on ${url}`);
  let lines = 0;
  return {
    show(view) {
      const due = Math.floor(view.elapsedMs / 1000 / TICK_SEC);
      if (due > lines) out.note(renderTick(view));
      lines = due;
    },
    note: (text) => out.note(text),
    close() {},
  };
}

function reportOf(outcome: SwarmOutcome, { expected, plan }: PreparedSwarm): RunReport {
  const { verdicts, ...rest } = outcome;
  return buildReport({
    ...rest,
    hlsctl: BUILD.version,
    nodes: 1,
    thresholds: verdicts,
    expected: plan.capacity ? null : expected,
  });
}
