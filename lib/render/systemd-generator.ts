import { join } from "node:path";
import type { ResolvedOrigin } from "../resolve.ts";
import { liveArguments } from "./ffmpeg.ts";
import { type HostPaths, UNIT_USER } from "./host-paths.ts";
import { liveLauncher, START_NUMBER_WORD, TIMESTAMP_OFFSET_WORD } from "./live-launcher.ts";
import { quoteExec, quoteUnitWord } from "./quote/systemd.ts";
import { GENERATOR_SLICE } from "./systemd-slice.ts";
import { describeUnit, HARDENED, RESTART, RESTART_LIMIT, unit } from "./systemd-unit.ts";

/** The unit of the encoder: FFmpeg under its launcher, which knows the time at each start. */
export function generatorUnit(resolved: ResolvedOrigin, paths: HostPaths): string {
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
      Slice: GENERATOR_SLICE,
      ...(paths.path === undefined ? {} : { Environment: quoteUnitWord(`PATH=${paths.path}`) }),
      ExecStartPre: preparations(resolved, paths).map(quoteExec),
      ExecStart: quoteExec(encoder(resolved, paths)),
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
function preparations({ config, derived }: ResolvedOrigin, paths: HostPaths): string[][] {
  const { hlsDir } = config.server;
  const { masterPlaylist } = config.hls;
  const folders = derived.renditions.map((rendition) => join(hlsDir, rendition.directory));
  const lifetimeMin = Math.ceil(derived.segmentLifetimeSec / 60);
  return [
    [paths.mkdir, "-p", ...folders],
    // Forced, because the copy of a file that is read-only, as in the Nix store, is one too.
    [paths.cp, "-f", join(paths.configDir, masterPlaylist), join(hlsDir, masterPlaylist)],
    [paths.find, hlsDir, "-name", "*.ts*", "-mmin", `+${lifetimeMin}`, "-delete"],
  ];
}

function encoder(resolved: ResolvedOrigin, paths: HostPaths): string[] {
  const script = liveLauncher(resolved.config.hls.segmentDuration);
  const encoding = liveArguments(resolved, {
    outputDir: resolved.config.server.hlsDir,
    startNumber: START_NUMBER_WORD,
    timestampOffset: TIMESTAMP_OFFSET_WORD,
  });
  return [paths.sh, "-euc", script, "hls-generator", paths.ffmpeg, ...encoding];
}
