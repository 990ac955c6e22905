import { describeProgram } from "../../lib/commands/describe.ts";
import { EXIT, type ExitName } from "../../lib/errors.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { type CommandShape, isGroupShape } from "../../lib/render/completion/shape.ts";
import { resolveOrigin } from "../../lib/resolve.ts";
import { code, type Generated, renderMarkdownTable, replacePart } from "./generated.ts";

/** What each exit status means, for people; the numbers come from `lib/errors.ts`. */
export const EXIT_MEANINGS: Record<ExitName, string> = {
  ok: "Done",
  bug: "A bug in hlsctl",
  usage: "Wrong usage: unknown command, flag, type or shell; missing or extra words",
  config: "Invalid configuration, in a profile file or yours",
  notFound: "Not found: profile, instance, file",
  conflict: "Conflict: the port is taken, another instance runs",
  prerequisite: "A program is missing",
  permission: "Permission denied",
  unsupported: "This host cannot do it",
  timeout: "Timeout",
  buildFailed: "A build failed",
  startFailed: "A start failed",
  unhealthy: "Unhealthy: something keeps dying",
  network: "Network failure",
  diskFull: "Disk full",
  cancelled: "Cancelled at a prompt",
  thresholds: "Thresholds failed",
  interrupted: "Interrupted (Ctrl-C, SIGQUIT, or the terminal was closed: SIGHUP)",
  terminated: "Terminated (SIGTERM)",
};

export const README: Generated = {
  path: "README.md",
  async render(current) {
    const withCommands = replacePart(current, "commands", await renderCommands());
    const withProfiles = replacePart(withCommands, "profiles", renderProfiles());
    return replacePart(withProfiles, "exit codes", renderExitCodes());
  },
};

async function renderCommands(): Promise<string> {
  const entries = await describeProgram();
  const commands = entries.flatMap((entry) => (isGroupShape(entry) ? entry.commands : [entry]));
  const rows = commands.map((command) => [code(usageOf(command)), command.description]);
  return renderMarkdownTable(["command", "what it does"], rows);
}

/** `hlsctl profiles diff A B`; words that may be left out stand in brackets. */
export function usageOf({ name, words }: CommandShape): string {
  const hints = words.map(({ hint, isRequired, isRepeatable }) => {
    const word = isRepeatable ? `${hint}…` : hint;
    return isRequired ? word : `[${word}]`;
  });
  return ["hlsctl", name, ...hints].join(" ");
}

function renderProfiles(): string {
  const registry = embeddedRegistry("origin");
  const rows = registry.profiles.map((profile) => {
    const { config, derived } = resolveOrigin(registry, profile);
    const names = [profile.name, ...profile.aliases].map(code).join(", ");
    const picture = derived.renditions.map(({ width, height }) => `${width}×${height}`).join(", ");
    const rate = `${config.encoder.framerate} fps, ${derived.totalBitrateKbps} kbit/s`;
    const { segmentDuration, listSize } = config.hls;
    return [names, profile.description, picture, rate, `${segmentDuration} s × ${listSize}`];
  });
  const head = ["profile", "what it is", "picture", "rate", "segments"];
  return renderMarkdownTable(head, rows);
}

function renderExitCodes(): string {
  const names = Object.keys(EXIT) as ExitName[];
  return renderMarkdownTable(
    ["status", "meaning"],
    names.map((name) => [String(EXIT[name]), EXIT_MEANINGS[name]]),
  );
}
