import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import { buildCommand, keepArgv } from "../nix/build-argv.ts";
import type { PlannedTools } from "../plan/plan.ts";
import type { UpFacts, UpRequest } from "../plan/request.ts";
import { renderEstimate } from "../ui/build.ts";
import { chooseTarget } from "./build-target.ts";
import { type BuildContext, carryOutBuild, type PreparedBuild, prepareBuild } from "./nix-build.ts";
import type { UpArgs } from "./up-args.ts";
import { gatherUpFacts, wantedPrograms } from "./up-facts.ts";

/** What planning an `up` stands on, with FFmpeg and nginx from where `--builder` says. */
export async function gatherFactsOf(
  builder: UpArgs["builder"],
  { args, profile, request }: { args: UpArgs; profile: string; request: UpRequest },
  context: BuildContext,
): Promise<UpFacts> {
  const { host } = context;
  if (builder !== "nix") refuseNixFlags(args);
  switch (builder) {
    case undefined:
      return gatherUpFacts(host, request, { inputFile: args.input });
    case "auto": {
      const because = "a runner uses the programs of this machine; --builder nix takes those of the flake";
      const facts = await gatherUpFacts(host, request, { inputFile: args.input });
      return { ...facts, builder: { value: "local", because } };
    }
    case "nix":
      return factsFromNix({ args, profile, request }, context);
    default:
      throw new Failure(
        "usage-bad-value",
        "--builder docker makes images of containers; a runner has none.",
        {
          hint: "Leave --builder out, or say --builder nix for the FFmpeg and nginx that the flake pins.",
        },
      );
  }
}

function refuseNixFlags(args: UpArgs): void {
  const flag = args["override-input"].length > 0 ? "override-input" : args.offline ? "offline" : undefined;
  if (flag === undefined) return;
  throw new Failure("usage-bad-value", `--${flag} is about Nix, which has no part in this.`, {
    hint: "Say --builder nix, too.",
  });
}

async function factsFromNix(
  { args, profile, request }: { args: UpArgs; profile: string; request: UpRequest },
  context: BuildContext,
): Promise<UpFacts> {
  const { host, out } = context;
  const wanted = wantedPrograms(request, args.input);
  if (!wanted.ffmpeg && !wanted.nginx) {
    throw new Failure(
      "usage-bad-value",
      "--builder nix has nothing to build: everything asked for is inside hlsctl.",
      {
        hint: "Leave --builder out, or --source and --server.",
      },
    );
  }
  const target = await chooseTarget(host, { ...args, type: "runner", profile }, () => {});
  const prepared = await prepareBuild(target, { flags: args, system: undefined }, context);
  const planned = planTools(prepared, target.output.name, host);
  const builder = { value: "nix", because: "asked for", nix: planned } as const;
  if (args["dry-run"] && (await host.fs.info(planned.outPath)) === undefined) {
    const promised = toolsIn(planned.outPath);
    return { ...(await gatherUpFacts(host, request, { inputFile: args.input, promised })), builder };
  }
  if (!args["dry-run"]) await buildTools(prepared, planned, { args, context });
  if (!args["dry-run"]) out.detail(`The programs are in ${planned.outPath}.`);
  const facts = await gatherUpFacts(withTools(host, planned.outPath), request, { inputFile: args.input });
  return { ...facts, builder };
}

function planTools(
  { call, system, estimated, nix }: PreparedBuild,
  output: string,
  host: Host,
): PlannedTools {
  return {
    output,
    system,
    flakeDir: call.flakeDir,
    command: buildCommand(call, interimLink(host)),
    outPath: estimated.outPath,
    todo: renderEstimate(estimated.estimate),
    keepArgv: keepArgv(nix.path, estimated.outPath),
  };
}

async function buildTools(
  prepared: PreparedBuild,
  planned: PlannedTools,
  { args, context }: { args: UpArgs; context: BuildContext },
): Promise<void> {
  const { host, out } = context;
  out.note(`Building ${planned.output} for ${planned.system}: ${planned.todo}`);
  await host.fs.makeDirectory(startingFolder(host), 0o700);
  await removeStale(host);
  await carryOutBuild(prepared, { flags: args, outLink: interimLink(host), wanted: planned.output }, context);
}

const LINK = /^tools-(\d+)$/;

function startingFolder(host: Host): string {
  return join(pathsOf(host).state, "starting");
}

/** Keeps what was built until the instance has a link of its own. */
function interimLink(host: Host): string {
  return join(startingFolder(host), `tools-${host.pid}`);
}

/** Removes this process's link; the instance has its own by now, or there will be none. */
export async function dropInterimLink(host: Host): Promise<void> {
  await host.fs.remove(interimLink(host));
}

/** Links of processes that were killed. */
async function removeStale(host: Host): Promise<void> {
  for (const name of await host.fs.list(startingFolder(host))) {
    const pid = Number(LINK.exec(name)?.[1]);
    if (pid > 0 && !host.kill(pid, 0)) await host.fs.remove(join(startingFolder(host), name));
  }
}

function toolsIn(outPath: string): { ffmpeg: string; ffprobe: string; nginx: string } {
  const tool = (name: string) => join(outPath, "share/hlsctl/tools", name);
  return { ffmpeg: tool("ffmpeg"), ffprobe: tool("ffprobe"), nginx: tool("nginx") };
}

/** The machine with these programs found first. */
function withTools(host: Host, outPath: string): Host {
  const tools: Readonly<Record<string, string>> = toolsIn(outPath);
  return { ...host, which: async (name) => tools[name] ?? host.which(name) };
}
