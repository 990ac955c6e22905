import type { FolderPlan } from "../nix/manifest.ts";
import { isLinux, type System } from "../nix/systems.ts";
import { quoteShell } from "../render/quote/shell.ts";
import type { Painter } from "./paint.ts";

/** What writing a folder would do, a file a line. */
export function renderFolderChanges(folder: string, plan: FolderPlan, paint: Painter): string {
  const lines = [
    ...plan.create.map((path) => [path, paint.green("new      ")] as const),
    ...plan.update.map((path) => [path, paint.yellow("change   ")] as const),
    ...[...plan.edited, ...plan.foreign].map((path) => [path, paint.red("overwrite")] as const),
    ...plan.remove.map((path) => [path, paint.red("remove   ")] as const),
    ...plan.kept.map((path) => [path, paint.dim("keep     ")] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const told = lines.map(([path, what]) => `  ${what}  ${path}`);
  const same = plan.same.length > 0 ? [paint.dim(`  and ${count(plan.same.length)} as they should be`)] : [];
  return [paint.bold(folder), ...told, ...same].join("\n");
}

/** `Wrote 61 new files, changed 2, removed 1.` */
export function summariseChanges({ create, update, edited, foreign, remove, same }: FolderPlan): string {
  const changed = update.length + edited.length + foreign.length;
  const parts = [
    ...(create.length > 0 ? [`wrote ${count(create.length, "new ")}`] : []),
    ...(changed > 0 ? [`changed ${changed}`] : []),
    ...(remove.length > 0 ? [`removed ${remove.length}`] : []),
  ];
  if (parts.length === 0) return `All ${count(same.length)} are as they should be.`;
  const text = parts.join(", ");
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** Commands to paste: the flake by `path:`, so that git has no say, and with the features on. */
export function renderNextSteps(folder: string, system: System, paint: Painter): string {
  const isPlain = /^[A-Za-z0-9._~/@+-]+$/.test(folder);
  const flake = isPlain ? `path:${folder}` : "path:.";
  const nix = "nix --extra-experimental-features 'nix-command flakes'";
  const commands = [
    ...(isPlain ? [] : [`cd ${quoteShell(folder)}`]),
    `${nix} run ${flake}#test-origin`,
    ...(isLinux(system) ? [`${nix} build ${flake}#test-origin-container`] : []),
    ...(isLinux(system) ? [`${nix} build ${flake}#test-origin-vm-low-latency`] : []),
    "hlsctl nix show   # all outputs, and what builds on this machine",
  ];
  return ["Next:", ...commands.map((command) => `  ${paint.cyan(command)}`)].join("\n");
}

function count(files: number, word = ""): string {
  return `${files} ${word}${files === 1 ? "file" : "files"}`;
}
