import { resolve } from "node:path";
import { Failure } from "../errors.ts";
import { parseHostPaths } from "../render/host-paths.ts";
import { renderMaster } from "../render/master.ts";
import { nginxFile, renderSystemd, type SystemdOptions } from "../render/systemd.ts";
import { type ResolvedOrigin, resolveOrigin } from "../resolve.ts";
import { findingInOneLine } from "../ui/finding.ts";
import type { Out } from "../ui/out.ts";
import { type CommandContext, defineCommand, type ParsedArgs } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { loadSubject } from "./load-profiles.ts";
import { parseBind } from "./parse-bind.ts";
import { readTable } from "./read-table.ts";
import { printLive, printLoop } from "./render-ffmpeg.ts";
import { writeUnits } from "./render-units.ts";

const ARTEFACTS = ["ffmpeg", "nginx", "systemd", "master"] as const;
type Artefact = (typeof ARTEFACTS)[number];

const RENDER_ARGS = {
  artefact: {
    kind: "word",
    hint: "ARTEFACT",
    description: "What to print",
    required: true,
    options: ARTEFACTS,
  },
  profile: { kind: "word", hint: "PROFILE", description: "The profile (default)", completes: "profiles" },
  source: {
    kind: "value",
    hint: "SOURCE",
    description: "For ffmpeg: encode in real time, or once for a loop (live)",
    options: ["live", "loop"],
  },
  "start-number": {
    kind: "value",
    hint: "N",
    description: "For ffmpeg: first media sequence number (the moment's)",
  },
  bind: { kind: "value", hint: "ADDRESS", description: "For nginx and systemd: where to listen (127.0.0.1)" },
  paths: {
    kind: "value",
    hint: "FILE",
    description: "For nginx and systemd: where programs and folders are, TOML or JSON (as in distributions)",
    completes: "files",
  },
  into: {
    kind: "value",
    hint: "FOLDER",
    description: "For systemd: write the files below this folder, / to install them",
    completes: "folders",
  },
  ...CONFIG_ARGS,
  ...OUTPUT_ARGS,
} as const;

type RenderArgs = ParsedArgs<typeof RENDER_ARGS>;

/** Flags that not every artefact has a use for, and those that have. */
const FLAGS: readonly (readonly [keyof RenderArgs, readonly Artefact[]])[] = [
  ["source", ["ffmpeg"]],
  ["start-number", ["ffmpeg"]],
  ["bind", ["nginx", "systemd"]],
  ["paths", ["nginx", "systemd"]],
  ["into", ["systemd"]],
];

export const renderCommand = defineCommand({
  name: "render",
  description: "Print the commands and files that a profile becomes",
  args: RENDER_ARGS,
  examples: [
    "hlsctl render ffmpeg",
    "hlsctl render ffmpeg 4k-abr --source loop",
    "hlsctl render ffmpeg low-latency --json | jq -r '.data.argv[]'",
    "hlsctl render master 4k-abr",
    "sudo hlsctl render systemd stress-test --into /",
    "hlsctl render systemd --paths paths.toml",
  ],
  async run(args, context) {
    const artefact = args.artefact as Artefact;
    refuseForeignFlags(artefact, args);
    const { registry, profile, overrides } = await loadSubject(context.host, "origin", args.profile, args);
    const resolved = resolveOrigin(registry, profile, overrides);
    for (const finding of resolved.warnings) context.out.warn(findingInOneLine(finding));
    await print(artefact, args, resolved, context);
  },
});

function refuseForeignFlags(artefact: Artefact, args: RenderArgs): void {
  for (const [flag, artefacts] of FLAGS) {
    if (args[flag] === undefined || artefacts.includes(artefact)) continue;
    const meant = artefacts.join(" and ");
    throw new Failure("usage-bad-value", `--${flag} goes with ${meant}, not with ${artefact}.`);
  }
}

async function print(
  artefact: Artefact,
  args: RenderArgs,
  resolved: ResolvedOrigin,
  context: CommandContext,
): Promise<void> {
  const options = await readOptions(args, context);
  switch (artefact) {
    case "ffmpeg":
      if (args.source === "loop") return printLoop(resolved, args["start-number"], context);
      return printLive(resolved, args["start-number"], context);
    case "nginx":
      return printText(artefact, resolved, nginxFile(resolved, options).text, context.out);
    case "systemd":
      if (args.into !== undefined) return writeUnits(resolved, options, args.into, context);
      return printUnits(resolved, options, context.out);
    case "master":
      return printText(artefact, resolved, renderMaster(resolved), context.out);
    default:
      return artefact satisfies never;
  }
}

async function readOptions({ bind, paths }: RenderArgs, { host }: CommandContext): Promise<SystemdOptions> {
  const table = paths === undefined ? {} : await readTable(host, resolve(host.cwd, paths));
  return { bind: parseBind(bind ?? "127.0.0.1"), paths: parseHostPaths(table, paths ?? "") };
}

function printText(artefact: Artefact, { name }: ResolvedOrigin, text: string, out: Out): void {
  out.data("render", { artefact, profile: name, text });
  out.answer(text);
}

function printUnits(resolved: ResolvedOrigin, options: SystemdOptions, out: Out): void {
  const files = renderSystemd(resolved, options);
  out.data("render", { artefact: "systemd", profile: resolved.name, files });
  out.answer(files.map(({ path, text }) => `# ${path}\n${text}`).join("\n"));
}
