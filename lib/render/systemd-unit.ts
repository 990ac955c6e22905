import { escapeUnitText } from "./quote/systemd.ts";

/** Settings of one section, in order; a list becomes one line for each item. Values are quoted already. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export const RESTART: Settings = { Restart: "always", RestartSec: 1, TimeoutStopSec: 10 };
export const RESTART_LIMIT: Settings = { StartLimitIntervalSec: 120, StartLimitBurst: 10 };

/** What neither FFmpeg nor nginx needs (systemd.exec(5)). */
export const HARDENED: Settings = {
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

/** A unit file (systemd.syntax(7)). */
export function unit(sections: Readonly<Record<string, Settings>>): string {
  const texts = Object.entries(sections).map(([name, settings]) => {
    const lines = Object.entries(settings).flatMap(([key, value]) => setting(key, value));
    return [`[${name}]`, ...lines, ""].join("\n");
  });
  return texts.join("\n");
}

/** `Description=` for a part of the stream of a profile. */
export function describeUnit(profile: string, part: string): string {
  return escapeUnitText(`HLS test stream ${profile}: ${part}`);
}

function setting(key: string, value: Settings[string]): string[] {
  if (typeof value === "object") return value.map((item) => `${key}=${item}`);
  return [`${key}=${value === true ? "yes" : value === false ? "no" : value}`];
}
