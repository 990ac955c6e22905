/** A call of Nix: its words and the folder it runs in. */
export interface NixCommand {
  argv: string[];
  cwd: string;
}

export interface NixCall {
  /** Path of the `nix` program. */
  nix: string;
  /** Absolute path of the flake's folder. */
  flakeDir: string;
  /** e.g. `packages.x86_64-linux.test-origin`. */
  attribute: string;
  overrideInputs: readonly InputOverride[];
  /** Nothing is fetched. */
  offline: boolean;
}

export interface InputOverride {
  name: string;
  flake: string;
}

/** Nix 2.8 knows every word of these; the features are named because most installations leave them off. */
export const FEATURES = ["--extra-experimental-features", "nix-command flakes"] as const;

/** The command that builds: JSON of the result on stdout, what goes on for programs on stderr. */
export function buildCommand(call: NixCall, outLink: string | null): NixCommand {
  return flakeCommand(call, outLink === null ? ["--no-link"] : ["--out-link", outLink]);
}

/**
 * The command that tells what a build would do. A cache out of reach is given up after seconds, not after Nix's minutes.
 */
export function estimateCommand(call: NixCall): NixCommand {
  const patience = ["--option", "connect-timeout", "15", "--option", "download-attempts", "2"];
  return flakeCommand(call, ["--dry-run", "--no-link", ...patience]);
}

/** The command that links to a path of the store and so keeps it; the link's path follows. */
export function keepArgv(nix: string, storePath: string): string[] {
  return [nix, ...FEATURES, "build", storePath, "--offline", "--out-link"];
}

/** The command that prints what a builder wrote. */
export function logArgv(nix: string, drvPath: string): string[] {
  return [nix, ...FEATURES, "log", drvPath];
}

/** `packages.x86_64-linux.test-origin`; a name with a dot in it is quoted. */
export function attributeOf(system: string, output: string): string {
  const quoted = /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(output) ? output : `"${output}"`;
  return `packages.${system}.${quoted}`;
}

/** The lock stays as it is, inputs come from where the user says, and nothing is fetched where it must not be. */
export function flakeFlags({
  overrideInputs,
  offline,
}: Pick<NixCall, "overrideInputs" | "offline">): string[] {
  const inputs = overrideInputs.flatMap(({ name, flake }) => ["--override-input", name, flake]);
  return ["--no-write-lock-file", ...inputs, ...(offline ? ["--offline"] : [])];
}

function flakeCommand(call: NixCall, flags: readonly string[]): NixCommand {
  const { nix, flakeDir, attribute } = call;
  const reference = flakeReference(flakeDir);
  const argv = [
    nix,
    ...FEATURES,
    "build",
    `${reference}#${attribute}`,
    "--json",
    ...flags,
    ...flakeFlags(call),
    // Before 2.11 a later flag could take the log format back, so it stands last.
    "--log-format",
    "internal-json",
  ];
  return { argv, cwd: flakeDir };
}

/** Nix 2.8 does not decode `%20`, newer ones take no blank: a folder of such a name is the current one. */
function flakeReference(flakeDir: string): string {
  return /^[A-Za-z0-9._~/@+-]+$/.test(flakeDir) ? `path:${flakeDir}` : "path:.";
}
