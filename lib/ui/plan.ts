import type { PlannedTools, Step, UpPlan } from "../plan/plan.ts";
import { quoteLine } from "../render/quote/shell.ts";
import type { Painter } from "./paint.ts";

/** What `up` is about to do: profile, engines and why, every file and command. */
export function renderPlanSummary(plan: UpPlan, paint: Painter): string {
  const { instance, configuration } = plan;
  const { renditions, totalBitrateKbps } = configuration.derived;
  const { hls, encoder } = configuration.config;
  const pictures = renditions.map(({ width, height }) => `${width}×${height}`).join(", ");
  const rate =
    totalBitrateKbps >= 1000
      ? `${(totalBitrateKbps / 1000).toFixed(1)} Mbit/s`
      : `${totalBitrateKbps} kbit/s`;
  const rows = [
    ["Profile", `${instance.profile}: ${configuration.description || "no description"}`],
    ["Type", instance.type],
    ["Stream", `${pictures} at ${encoder.framerate} fps, ${rate}, ${hls.segmentDuration} s segments`],
    ["Source", `${instance.source.value} (${instance.source.because})`],
    ["Server", `${instance.server.value} (${instance.server.because})`],
    ["Address", `${instance.bind} port ${instance.port}`],
    ...(plan.builder ? [["Builder", `${plan.builder.value} (${plan.builder.because})`]] : []),
  ];
  const facts = rows.map(([label = "", text = ""]) => `  ${paint.dim(label.padEnd(8))}  ${text}`);
  return [
    paint.bold(`Bringing up ${instance.name}`),
    ...facts,
    ...(plan.builder?.value === "nix" ? renderTools(plan.builder.nix, paint) : []),
    ...plan.steps.map((step) => `  ${renderStep(step, paint)}`),
  ].join("\n");
}

/** What is built before anything else. */
function renderTools(tools: PlannedTools, paint: Painter): string[] {
  const { output, system, flakeDir, todo, command: built } = tools;
  return [
    `  ${paint.dim("Flake".padEnd(8))}  ${flakeDir}`,
    `  ${paint.cyan("›")} build ${output} for ${system}: ${todo}`,
    `    ${command(built.argv, paint)}`,
  ];
}

/** The summary, and the text of every file that would be written. */
export function renderPlan(plan: UpPlan, paint: Painter): string {
  const files = plan.steps.flatMap((step) =>
    step.kind === "write-file" ? [`\n${paint.bold(step.path)}`, step.text.trimEnd()] : [],
  );
  return [renderPlanSummary(plan, paint), ...files].join("\n");
}

function renderStep(step: Step, paint: Painter): string {
  const line = (verb: string, text: string) => `${paint.cyan("›")} ${verb} ${text}`;
  switch (step.kind) {
    case "make-directory":
      return line("make folder", step.path);
    case "keep-result":
      return line("keep what was built by the link", step.path);
    case "check-folder":
      return line("check", `${step.path} for ${step.neededMB} MB of room`);
    case "write-file":
      return line("write", step.path);
    case "write-player":
      return line("write the player page to", step.directory);
    case "encode-clip":
      return [
        line("encode once unless cached:", step.rendition),
        ...step.commands.map((argv) => `    ${command(argv, paint)}`),
      ].join("\n  ");
    case "publish":
      return line("write segments and playlists to", step.hlsDir);
    case "start-encoder":
    case "start-nginx":
      return line("run", command(step.argv, paint));
    case "serve":
      return line(
        "serve on",
        `${step.bind} port ${step.port}${step.workers > 1 ? ` in ${step.workers} processes` : ""}`,
      );
    case "wait-ready":
      return line("wait until ready,", `at most ${step.timeoutSec} s`);
    default:
      return step satisfies never;
  }
}

function command(argv: readonly string[], paint: Painter): string {
  return paint.dim(quoteLine(argv));
}
