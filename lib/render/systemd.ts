import { join } from "node:path";
import type { ResolvedOrigin } from "../resolve.ts";
import { type HostPaths, UNIT_USER } from "./host-paths.ts";
import { renderMaster } from "./master.ts";
import { renderNginx } from "./nginx.ts";
import { escapeUnitPath, escapeUnitText, quoteExec, quoteUnitWord } from "./quote/systemd.ts";
import { generatorUnit } from "./systemd-generator.ts";
import { NGINX_SLICE, sliceUnits } from "./systemd-slice.ts";
import { describeUnit, HARDENED, RESTART, RESTART_LIMIT, unit } from "./systemd-unit.ts";

export interface SystemdOptions {
  /** Address nginx listens on. */
  bind: string;
  paths: HostPaths;
}

/** A file of the host and what it holds. */
export interface HostFile {
  path: string;
  text: string;
}

const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * An origin on a Linux host with systemd 252 or later, FFmpeg and nginx, and without hlsctl: the encoder's unit, nginx's
 * unit, their slices, a tmpfs of the recommended size where they meet, their user, and their configuration.
 */
export function renderSystemd(resolved: ResolvedOrigin, options: SystemdOptions): HostFile[] {
  const { hls, server } = resolved.config;
  const { paths } = options;
  const units: [string, string][] = [
    ["hls-generator.service", generatorUnit(resolved, paths)],
    ["hls-origin.service", originUnit(resolved, paths)],
    ...sliceUnits(resolved),
    [`${escapeUnitPath(server.hlsDir)}.mount`, mountUnit(resolved)],
  ];
  return [
    ...units.map(([name, text]) => ({ path: join(paths.unitDir, name), text })),
    { path: join(paths.sysusersDir, `${UNIT_USER}.conf`), text: `u ${UNIT_USER} - "HLS test origin"\n` },
    { path: join(paths.configDir, hls.masterPlaylist), text: renderMaster(resolved) },
    nginxFile(resolved, options),
  ];
}

/** nginx's configuration, as its unit uses it. */
export function nginxFile(resolved: ResolvedOrigin, { bind, paths }: SystemdOptions): HostFile {
  const text = renderNginx(resolved, {
    hlsDir: resolved.config.server.hlsDir,
    assetsDir: paths.playerDir,
    runtimeDir: `/run/${UNIT_USER}`,
    ...(hasOwnLogs(resolved) ? {} : { logDir: `/var/log/${UNIT_USER}` }),
    bind,
  });
  return { path: join(paths.configDir, "nginx.conf"), text };
}

function originUnit(resolved: ResolvedOrigin, paths: HostPaths): string {
  const { config } = resolved;
  return unit({
    Unit: {
      Description: describeUnit(resolved.name, "nginx"),
      After: "network.target hls-generator.service",
      Wants: "hls-generator.service",
      RequiresMountsFor: quoteUnitWord(config.server.hlsDir),
      ...RESTART_LIMIT,
    },
    Service: {
      Type: "exec",
      User: UNIT_USER,
      Slice: NGINX_SLICE,
      ExecStart: quoteExec([paths.nginx, "-e", "stderr", "-c", join(paths.configDir, "nginx.conf")]),
      ExecReload: `${quoteExec([paths.kill, "-HUP"])} $MAINPID`,
      ...RESTART,
      LimitNOFILE: 65536,
      RuntimeDirectory: UNIT_USER,
      ...(config.logging.enabled ? logFolder(resolved) : {}),
      ...HARDENED,
      ...lowPort(config.server.port < FIRST_UNPRIVILEGED_PORT),
      RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX",
    },
    Install: { WantedBy: "multi-user.target" },
  });
}

/** A user namespace of its own has no power over the host's low ports. */
function lowPort(isLow: boolean) {
  if (!isLow) return { CapabilityBoundingSet: "", PrivateUsers: true };
  const capability = "CAP_NET_BIND_SERVICE";
  return { CapabilityBoundingSet: capability, AmbientCapabilities: capability };
}

/** The base's log folder belongs to the distribution's nginx, so without another the origin has its own. */
function hasOwnLogs({ sources }: ResolvedOrigin): boolean {
  return sources.get("logging.directory") !== "base";
}

function logFolder(resolved: ResolvedOrigin) {
  if (!hasOwnLogs(resolved)) return { LogsDirectory: UNIT_USER };
  return { ReadWritePaths: quoteUnitWord(resolved.config.logging.directory) };
}

function mountUnit({ name, config, derived }: ResolvedOrigin): string {
  const owner = `uid=${UNIT_USER},gid=${UNIT_USER},mode=0755`;
  return unit({
    Unit: { Description: describeUnit(name, "segments"), After: "systemd-sysusers.service" },
    Mount: {
      What: "tmpfs",
      Where: escapeUnitText(config.server.hlsDir),
      Type: "tmpfs",
      Options: `size=${derived.recommendedTmpfsMB}M,${owner},nosuid,nodev,noexec`,
    },
  });
}
