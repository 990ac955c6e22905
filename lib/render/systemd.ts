import { join } from "node:path";
import type { ResolvedOrigin } from "../resolve.ts";
import { renderMaster } from "./master.ts";
import { renderNginx } from "./nginx.ts";
import { escapeUnitPath, escapeUnitText, quoteExec, quoteUnitWord } from "./quote/systemd.ts";
import { generatorUnit } from "./systemd-generator.ts";
import {
  CONFIG_DIR,
  describeUnit,
  HARDENED,
  RESTART,
  RESTART_LIMIT,
  UNIT_USER,
  unit,
} from "./systemd-unit.ts";

export interface SystemdOptions {
  /** Address nginx listens on. */
  bind: string;
  /** Absolute paths of the programs; where distributions put them when not given. */
  ffmpegPath?: string;
  nginxPath?: string;
}

/** A file of the host and what it holds. */
export interface HostFile {
  path: string;
  text: string;
}

/** Where nginx looks for the player page's files (lib/origin/player). */
export const PLAYER_DIR = `/usr/local/share/${UNIT_USER}`;

const UNIT_DIR = "/etc/systemd/system";
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * An origin on a Linux host with systemd 252 or later, FFmpeg and nginx, and without hlsctl: the encoder's unit, nginx's
 * unit, a tmpfs of the recommended size where they meet, their user, and their configuration.
 */
export function renderSystemd(resolved: ResolvedOrigin, options: SystemdOptions): HostFile[] {
  const { hls, server } = resolved.config;
  const file = (folder: string, name: string, text: string) => ({ path: join(folder, name), text });
  return [
    file(UNIT_DIR, "hls-generator.service", generatorUnit(resolved, options.ffmpegPath ?? "/usr/bin/ffmpeg")),
    file(UNIT_DIR, "hls-origin.service", originUnit(resolved, options.nginxPath ?? "/usr/sbin/nginx")),
    file(UNIT_DIR, `${escapeUnitPath(server.hlsDir)}.mount`, mountUnit(resolved)),
    file("/etc/sysusers.d", `${UNIT_USER}.conf`, `u ${UNIT_USER} - "HLS test origin"\n`),
    file(CONFIG_DIR, hls.masterPlaylist, renderMaster(resolved)),
    nginxFile(resolved, options),
  ];
}

/** nginx's configuration, as its unit uses it. */
export function nginxFile(resolved: ResolvedOrigin, { bind }: SystemdOptions): HostFile {
  const text = renderNginx(resolved, {
    hlsDir: resolved.config.server.hlsDir,
    assetsDir: PLAYER_DIR,
    runtimeDir: `/run/${UNIT_USER}`,
    ...(hasOwnLogs(resolved) ? {} : { logDir: `/var/log/${UNIT_USER}` }),
    bind,
  });
  return { path: join(CONFIG_DIR, "nginx.conf"), text };
}

function originUnit(resolved: ResolvedOrigin, nginxPath: string): string {
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
      ExecStart: quoteExec([nginxPath, "-e", "stderr", "-c", join(CONFIG_DIR, "nginx.conf")]),
      ExecReload: "/bin/kill -HUP $MAINPID",
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
