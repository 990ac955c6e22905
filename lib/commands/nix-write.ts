import { type Ejected, ejectFlake } from "../build/eject-flake.ts";
import { gitCheckoutOf } from "../build/eject-folder.ts";
import { cachedFlakeFolder, writeCachedFlake } from "../build/write-flake.ts";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { FlakeContent } from "../nix/flake-files.ts";
import { systemOf } from "../nix/systems.ts";
import { renderFolderChanges, renderNextSteps, summariseChanges } from "../ui/nix-write.ts";
import type { Out } from "../ui/out.ts";
import { defineCommand } from "./command.ts";
import { ACTION_ARGS, CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { loadFlakeContent } from "./flake-content.ts";

export const nixWrite = defineCommand({
  name: "nix write",
  description: "Write the Nix flake, with your profiles and settings in it",
  args: {
    folder: {
      kind: "word",
      hint: "DIR",
      description: "A folder of yours, to keep and to edit; without it the flake goes into hlsctl's cache",
      completes: "folders",
    },
    ...CONFIG_ARGS,
    component: { ...COMPONENT_ARG.component, description: "Whose --profile-file is (origin)" },
    force: { kind: "flag", description: "Overwrite files in DIR that you edited or that are not hlsctl's" },
    "dry-run": ACTION_ARGS["dry-run"],
    ...OUTPUT_ARGS,
  },
  examples: [
    "hlsctl nix write",
    "hlsctl nix write ./origin-flake --set hls.segmentDuration=4",
    "hlsctl nix write . --dry-run",
  ],
  async run(args, { host, out }) {
    const { folder, force } = args;
    if (folder === undefined && force) {
      throw new Failure("usage-missing-argument", "--force is about a folder of yours; name DIR.");
    }
    const content = await loadFlakeContent(host, args, {
      component: componentOf(args.component),
      warn: (text) => out.warn(text),
    });
    const options = { force, dryRun: args["dry-run"] };
    await (folder === undefined
      ? writeCached(host, out, content, options)
      : writeFolder(host, out, await ejectFlake(host, content, folder, options), options));
  },
});

interface Options {
  force: boolean;
  dryRun: boolean;
}

async function writeCached(host: Host, out: Out, content: FlakeContent, { dryRun }: Options): Promise<void> {
  const folder = dryRun ? cachedFlakeFolder(host, content) : await writeCachedFlake(host, content);
  out.data("nix write", { folder, isCached: true, dryRun });
  out.answer(folder);
  if (dryRun) out.note("Nothing was written.");
  else tellNext(host, out, folder);
}

async function writeFolder(
  host: Host,
  out: Out,
  { folder, plan }: Ejected,
  { dryRun }: Options,
): Promise<void> {
  const { create, update, remove, edited, foreign, kept, same } = plan;
  const overwritten = [...edited, ...foreign].sort();
  if (overwritten.length > 0 && !dryRun) out.warn(`Overwritten: ${overwritten.join(", ")}.`);
  if (kept.length > 0) out.warn(`Left as you have it: ${kept.join(", ")}.`);
  const checkout = await gitCheckoutOf(host, folder);
  if (checkout !== undefined && create.length > 0) {
    out.warn(
      `${folder} is in a git checkout: Nix does not see new files in it until \`git add\`, unless the flake is named with path: as below.`,
    );
  }
  out.data("nix write", {
    folder,
    isCached: false,
    dryRun,
    created: create,
    updated: update,
    removed: remove,
    overwritten,
    kept,
    unchanged: same.length,
  });
  out.answer(dryRun ? renderFolderChanges(folder, plan, out.paint) : folder);
  if (dryRun) return out.note("Nothing was written.");
  out.note(summariseChanges(plan));
  tellNext(host, out, folder);
}

function tellNext(host: Host, out: Out, folder: string): void {
  out.note(`\n${renderNextSteps(folder, systemOf(host.platform, host.arch), out.paintNotes)}`);
}
