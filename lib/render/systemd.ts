import { join } from "node:path";
import type { ResolvedOrigin } from "../resolve.ts";
import { liveArguments } from "./ffmpeg.ts";
import { liveLauncher, START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD } from "./live-launcher.ts";
import { renderMaster } from "./master.ts";
import { renderNginx } from "./nginx.ts";
import { escapeUnitPath, quoteExec, quoteUnitWord } from "./quote/systemd.ts";
import { type Settings, unit } from "./systemd-unit.ts";

export interface SystemdOptions {
  /** Absolute paths of the programs. */
  ffmpegPath: string;
  nginxPath: string;
  /** Address nginx listens on. */
  bind: string;
}

/** A file of the host and what it holds. */
export interface HostFile {
  path: string;
  text: string;
}

const NAME = "hls-origin";
const CONFIG_DIR = `/etc/${NAME}`;
const UNIT_DIR = "/etc/systemd/system";
const WWW_DIR = `/usr/local/share/${NAME}`;
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * An origin on a Linux host with systemd 252 or later, FFmpeg and nginx and without hlsctl: the encoder's unit, nginx's
 * unit, a tmpfs of the recommended size where they meet, their user, and their configuration.
 */
export function renderSystemd(resolved: ResolvedOrigin, options: SystemdOptions): HostFile[] {
  const { hlsDir } = resolved.config.server;
  const file = (folder: string, name: string, text: string) => ({ path: join(folder, name), text });
  return [
    file(UNIT_DIR, "hls-generator.service", generatorUnit(resolved, options)),
    file(UNIT_DIR, "hls-origin.service", originUnit(resolved, options)),
    file(UNIT_DIR, `${escapeUnitPath(hlsDir)}.mount`, mountUnit(resolved)),
    file("/etc/sysusers.d", `${NAME}.conf`, `u ${NAME} - "HLS test origin"\n`),
    file(CONFIG_DIR, resolved.config.hls.masterPlaylist, renderMaster(resolved)),
    file(CONFIG_DIR, "nginx.conf", nginxConf(resolved, options)),
  ];
}

/** Where the player page's files belong; what they are is not known here. */
export const PLAYER_DIR = WWW_DIR;

function generatorUnit(resolved: ResolvedOrigin, { ffmpegPath }: SystemdOptions): string {
  const { config, derived } = resolved;
  const { hlsDir } = config.server;
  const folders = derived.renditions.map((rendition) => join(hlsDir, rendition.directory));
  const lifetimeMin = Math.ceil(derived.segmentLifetimeSec / 60);
  const master = config.hls.masterPlaylist;
  const encoder = liveArguments(resolved, {
    outputDir: hlsDir,
    startNumber: START_NUMBER_WORD,
    timestampOffset: TIMESTAMP_OFFSET_WORD,
  });
  const script = liveLauncher(config.hls.segmentDuration);
  return unit({
    Unit: {
      Description: `HLS test stream ${quoteDescription(resolved.name)}: FFmpeg`,
      RequiresMountsFor: quoteUnitWord(hlsDir),
      ...RESTART_LIMIT,
    },
    Service: {
      Type: "exec",
      User: NAME,
      ExecStartPre: [
        quoteExec(["/bin/mkdir", "-p", ...folders]),
        quoteExec(["/bin/cp", join(CONFIG_DIR, master), join(hlsDir, master)]),
        // What an earlier encoder left; nobody else deletes it.
        quoteExec(["/usr/bin/find", hlsDir, "-name", "*.ts*", "-mmin", `+${lifetimeMin}`, "-delete"]),
      ],
      ExecStart: quoteExec(["/bin/sh", "-euc", script, "hls-generator", ffmpegPath, ...encoder]),
      ...RESTART,
      ReadWritePaths: quoteUnitWord(hlsDir),
      ...HARDENED,
      CapabilityBoundingSet: "",
      PrivateUsers: true,
      PrivateNetwork: true,
      IPAddressDeny: "any",
      RestrictAddressFamilies: "none",
      MemoryDenyWriteExecute: true,
    },
    Install: { WantedBy: "multi-user.target" },
  });
}

function originUnit(resolved: ResolvedOrigin, { nginxPath }: SystemdOptions): string {
  const { config } = resolved;
  const bindsLow = config.server.port < FIRST_UNPRIVILEGED_PORT;
  const capability = bindsLow ? "CAP_NET_BIND_SERVICE" : "";
  const logs = hasOwnLogs(resolved)
    ? { ReadWritePaths: quoteUnitWord(config.logging.directory) }
    : { LogsDirectory: NAME };
  return unit({
    Unit: {
      Description: `HLS test stream ${quoteDescription(resolved.name)}: nginx`,
      After: "network.target hls-generator.service",
      Wants: "hls-generator.service",
      RequiresMountsFor: quoteUnitWord(config.server.hlsDir),
      ...RESTART_LIMIT,
    },
    Service: {
      Type: "exec",
      User: NAME,
      ExecStart: quoteExec([nginxPath, "-e", "stderr", "-c", join(CONFIG_DIR, "nginx.conf")]),
      ExecReload: quoteExec(["/bin/kill", "-HUP", "$MAINPID"]).replace("$$MAINPID", "$MAINPID"),
      ...RESTART,
      LimitNOFILE: 65536,
      RuntimeDirectory: NAME,
      ...(config.logging.enabled ? logs : {}),
      ...HARDENED,
      CapabilityBoundingSet: capability,
      ...(bindsLow ? { AmbientCapabilities: capability } : {}),
      // A user namespace of its own has no power over the host's low ports.
      PrivateUsers: !bindsLow,
      RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX",
    },
    Install: { WantedBy: "multi-user.target" },
  });
}

function mountUnit({ name, config, derived }: ResolvedOrigin): string {
  const owner = `uid=${NAME},gid=${NAME},mode=0755`;
  return unit({
    Unit: {
      Description: `Segments of the HLS test stream ${quoteDescription(name)}`,
      After: "systemd-sysusers.service",
    },
    Mount: {
      What: "tmpfs",
      Where: quoteUnitWord(config.server.hlsDir),
      Type: "tmpfs",
      Options: `size=${derived.recommendedTmpfsMB}M,${owner},nosuid,nodev,noexec`,
    },
  });
}

function nginxConf(resolved: ResolvedOrigin, { bind }: SystemdOptions): string {
  return renderNginx(resolved, {
    hlsDir: resolved.config.server.hlsDir,
    assetsDir: WWW_DIR,
    runtimeDir: `/run/${NAME}`,
    ...(hasOwnLogs(resolved) ? {} : { logDir: `/var/log/${NAME}` }),
    bind,
  });
}

/** The base's folder belongs to the distribution's nginx. */
function hasOwnLogs({ sources }: ResolvedOrigin): boolean {
  return sources.get("logging.directory") !== "base";
}

function quoteDescription(text: string): string {
  return text.replaceAll("%", "%%").replace(/[\r\n]/g, " ");
}

const RESTART: Settings = { Restart: "always", RestartSec: 1, TimeoutStopSec: 10 };
const RESTART_LIMIT: Settings = { StartLimitIntervalSec: 120, StartLimitBurst: 10 };

/** What neither program needs (systemd.exec(5)). */
const HARDENED: Settings = {
  UMask: "0022",
  NoNewPrivileges: true,
  ProtectSystem: "strict",
  ProtectHome: true,
  ProtectProc: "invisible",
  ProcSubset: "pid",
  ProtectHostname: true,
  ProtectClock: true,
  ProtectKernelTunables: true,
  ProtectKernelModules: true,
  ProtectKernelLogs: true,
  ProtectControlGroups: true,
  PrivateTmp: true,
  PrivateDevices: true,
  DevicePolicy: "closed",
  RestrictNamespaces: true,
  RestrictRealtime: true,
  RestrictSUIDSGID: true,
  LockPersonality: true,
  RemoveIPC: true,
  SystemCallArchitectures: "native",
  SystemCallFilter: "@system-service",
  SystemCallErrorNumber: "EPERM",
};
