import { join } from "node:path";
import { plainLine } from "../../nix/internal-json.ts";
import type { Host } from "../host.ts";
import type { NixFacts } from "./facts.ts";
import { probeNixStore } from "./nix-store.ts";
import { parseBuilders, parseNixConfig, parseNixVersion } from "./nix-version.ts";
import { ASK_LIMIT_MS, askProgramAt, noProgram, parseRelease } from "./program.ts";
import { freeOrNull, isThere, listOrEmpty, readOrNull } from "./read.ts";

const FEATURES = ["--extra-experimental-features", "nix-command"];

export async function probeNix(host: Host): Promise<NixFacts> {
  const onPath = await host.which("nix");
  const path = onPath ?? (await findInProfiles(host));
  const storeFacts = {
    storePresent: (await listOrEmpty(host, "/nix/store")).length > 0,
    storeFreeBytes: await freeOrNull(host, "/nix/store"),
  };
  if (!path) return { ...withoutNix, ...storeFacts };
  const question = {
    name: "nix",
    versionArgs: ["--version"],
    parseVersion: (text: string) => parseNixVersion(text).version,
  };
  const { program, output } = await askProgramAt(host, path, question);
  if (program.broken) return { ...withoutNix, ...program, ...storeFacts };
  const [languageVersion, config] = await Promise.all([askLanguage(host, path), askConfig(host, path)]);
  const release = parseRelease(languageVersion ?? program.version);
  return {
    ...program,
    ...storeFacts,
    flavour: parseNixVersion(output).flavour,
    languageVersion,
    release,
    onPath: onPath !== undefined,
    ...(await describeConfig(host, config)),
    ...(await probeNixStore(host, path, release)),
  };
}

const withoutNix: NixFacts = {
  ...noProgram(),
  flavour: null,
  languageVersion: null,
  release: null,
  onPath: false,
  storePresent: false,
  features: [],
  store: { state: "absent" },
  trusted: null,
  system: null,
  extraPlatforms: [],
  builders: [],
  systemFeatures: [],
  sandbox: null,
  buildUsersGroup: null,
  storeFreeBytes: null,
};

/** Where installers put Nix; a shell that was open before, or a service, does not have them on PATH. */
async function findInProfiles(host: Host): Promise<string | undefined> {
  const { env, homeDir } = host;
  const profiles = [
    join(homeDir, ".nix-profile"),
    join(env.XDG_STATE_HOME || join(homeDir, ".local/state"), "nix/profile"),
    ...(env.USER ? [`/etc/profiles/per-user/${env.USER}`] : []),
    "/nix/var/nix/profiles/default",
    "/run/current-system/sw",
  ];
  for (const profile of profiles) {
    const path = join(profile, "bin/nix");
    if (await isThere(host, path)) return path;
  }
  return undefined;
}

/** The dummy store keeps a root user's Nix from making /nix just to answer. */
async function askLanguage(host: Host, path: string): Promise<string | null> {
  const argv = [path, ...FEATURES, "eval", "--store", "dummy://", "--raw", "--expr", "builtins.nixVersion"];
  const { status, stdout } = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  return (status === 0 && plainLine(stdout.trim())) || null;
}

interface Configuration {
  values: Map<string, string>;
  features: string[];
}

/** Asked first as the user would, to see which features are on; hlsctl itself always passes the flag. */
async function askConfig(host: Host, path: string): Promise<Configuration> {
  const plain = await showConfig(host, [path]);
  const features = plain.get("experimental-features")?.split(/\s+/).filter(Boolean) ?? [];
  const values = plain.size > 0 ? plain : await showConfig(host, [path, ...FEATURES]);
  return { values, features };
}

/** `nix config show` since 2.20, `nix show-config` before. */
async function showConfig(host: Host, nix: readonly string[]): Promise<Map<string, string>> {
  for (const verb of [["config", "show"], ["show-config"]]) {
    const { status, stdout } = await host.exec([...nix, ...verb], { timeoutMs: ASK_LIMIT_MS });
    if (status === 0) return parseNixConfig(stdout);
  }
  return new Map();
}

async function describeConfig(host: Host, { values, features }: Configuration) {
  const list = (key: string) => values.get(key)?.split(/\s+/).filter(Boolean) ?? [];
  return {
    features,
    system: values.get("system") || null,
    extraPlatforms: list("extra-platforms"),
    builders: await readBuilders(host, values.get("builders") ?? ""),
    systemFeatures: list("system-features"),
    sandbox: values.get("sandbox") || null,
    buildUsersGroup: await probeBuildUsers(host, values.get("build-users-group") ?? ""),
  };
}

async function readBuilders(host: Host, setting: string): Promise<NixFacts["builders"]> {
  if (!setting.startsWith("@")) return parseBuilders(setting);
  return parseBuilders((await readOrNull(host, setting.slice(1))) ?? "");
}

/** macOS keeps groups in its directory service; there the installer makes them together with the daemon. */
async function probeBuildUsers(host: Host, name: string): Promise<NixFacts["buildUsersGroup"]> {
  if (!name) return null;
  if (host.platform === "darwin") return { name, exists: true };
  const groups = (await readOrNull(host, "/etc/group")) ?? "";
  return { name, exists: groups.split("\n").some((line) => line.startsWith(`${name}:`)) };
}
