import type { BuildEstimate } from "../nix/estimate.ts";
import { type BuildResult, nextCommands } from "../nix/result.ts";
import { formatSize } from "../nix/size.ts";
import { quoteLine, quoteShell } from "../render/quote/shell.ts";
import type { Painter } from "./paint.ts";

/** Everything `build` will do, JSON-safe: what `--dry-run` answers. */
export interface BuildPlan {
  schema: "hlsctl/build-plan/v1";
  /** Name of the flake's output: `test-origin-vm-low-latency`. */
  output: string;
  type: string;
  /** Null for what is the same whatever the profile. */
  profile: string | null;
  system: string;
  /** Folder of the flake that was written. */
  flakeDir: string;
  attribute: string;
  command: { argv: string[]; cwd: string };
  /** The link that keeps the result from Nix's garbage collection. */
  link: string;
  drvPath: string;
  outPath: string;
  estimate: BuildEstimate;
  free: { storeBytes: number | null; temporaryBytes: number | null; temporaryFolder: string };
}

/** What will be built, what it takes and the command. */
export function renderBuildPlan(plan: BuildPlan, paint: Painter): string {
  const { output, system, flakeDir, link, estimate, free, command } = plan;
  const rows = [
    ["Output", `${output} for ${system}`],
    ["Flake", flakeDir],
    ["Link", link],
    ["To do", renderEstimate(estimate)],
    ["Free", free.storeBytes === null ? "" : `${formatSize(free.storeBytes)} in /nix/store`],
  ].filter(([, text]) => text !== "");
  return [
    paint.bold(`Building ${output}`),
    ...rows.map(([label = "", text = ""]) => `  ${paint.dim(label.padEnd(8))}  ${text}`),
    `  ${paint.cyan("›")} run ${paint.dim(quoteLine(command.argv))}`,
  ].join("\n");
}

/** `3 derivations to build, 12 paths to fetch (34 MiB, 123 MiB unpacked)`. */
export function renderEstimate({ toBuild, toFetch, downloadBytes, unpackedBytes }: BuildEstimate): string {
  if (toBuild.length + toFetch.length === 0) return "nothing: the result is in the store already";
  const fetch = `${count(toFetch.length, "path")} to fetch (${formatSize(downloadBytes)}, ${formatSize(unpackedBytes)} unpacked)`;
  const parts = [
    toBuild.length > 0 ? `${count(toBuild.length, "derivation")} to build` : "",
    toFetch.length > 0 ? fetch : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** What came out, where it is and what to do with it. */
export function renderBuilt(
  plan: Pick<BuildPlan, "output" | "link">,
  result: BuildResult,
  paint: Painter,
): string {
  const size = "sizeBytes" in result ? ` (${formatSize(result.sizeBytes)})` : "";
  const next = nextCommands(result, quoteShell(plan.link));
  return [
    `${paint.green("✔")} ${plan.output}: ${result.path}${size}`,
    `  ${paint.dim("Link")}  ${plan.link}   ${paint.dim("keeps it from nix-collect-garbage; remove it when you no longer need it")}`,
    ...next.map((command) => `  ${paint.dim("Next")}  ${command}`),
  ].join("\n");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
