import { join } from "node:path";
import type { ResolvedOrigin } from "../resolve.ts";
import { liveArguments } from "./ffmpeg.ts";
import { liveLauncher, START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD } from "./live-launcher.ts";
import { quoteExec, quoteUnitWord } from "./quote/systemd.ts";
import {
  CONFIG_DIR,
  describeUnit,
  HARDENED,
  RESTART,
  RESTART_LIMIT,
  UNIT_USER,
  unit,
} from "./systemd-unit.ts";

/** The unit of the encoder: FFmpeg under its launcher, which knows the time at each start. */
export function generatorUnit(resolved: ResolvedOrigin, ffmpegPath: string): string {
  const { hlsDir } = resolved.config.server;
  return unit({
    Unit: {
      Description: describeUnit(resolved.name, "FFmpeg"),
      RequiresMountsFor: quoteUnitWord(hlsDir),
      ...RESTART_LIMIT,
    },
    Service: {
      Type: "exec",
      User: UNIT_USER,
      ExecStartPre: preparations(resolved).map(quoteExec),
      ExecStart: quoteExec(encoder(resolved, ffmpegPath)),
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

/** Folders, the multivariant playlist, and away with what an earlier encoder left, for nobody else deletes it. */
function preparations({ config, derived }: ResolvedOrigin): string[][] {
  const { hlsDir } = config.server;
  const { masterPlaylist } = config.hls;
  const folders = derived.renditions.map((rendition) => join(hlsDir, rendition.directory));
  const lifetimeMin = Math.ceil(derived.segmentLifetimeSec / 60);
  return [
    ["/bin/mkdir", "-p", ...folders],
    ["/bin/cp", join(CONFIG_DIR, masterPlaylist), join(hlsDir, masterPlaylist)],
    ["/usr/bin/find", hlsDir, "-name", "*.ts*", "-mmin", `+${lifetimeMin}`, "-delete"],
  ];
}

function encoder(resolved: ResolvedOrigin, ffmpegPath: string): string[] {
  const script = liveLauncher(resolved.config.hls.segmentDuration);
  const encoding = liveArguments(resolved, {
    outputDir: resolved.config.server.hlsDir,
    startNumber: START_NUMBER_WORD,
    timestampOffset: TIMESTAMP_OFFSET_WORD,
  });
  return ["/bin/sh", "-euc", script, "hls-generator", ffmpegPath, ...encoding];
}
