import { dirname, join, resolve } from "node:path";
import { renderSystemd, type SystemdOptions } from "../render/systemd.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import type { CommandContext } from "./command.ts";

const NEXT =
  "Then: systemd-sysusers && systemctl daemon-reload && systemctl enable --now hls-generator hls-origin";

/** Writes the units, what they need and the player page below a folder, each under its path on the host. */
export async function writeUnits(
  resolved: ResolvedOrigin,
  options: SystemdOptions,
  folder: string,
  { host, out }: CommandContext,
): Promise<void> {
  const { playerAssets } = await import("../origin/player/assets.ts");
  const page = Object.entries(playerAssets(resolved.config.hls.masterPlaylist)).map(([path, { body }]) => ({
    path: join(options.paths.playerDir, path.endsWith("/") ? `${path}index.html` : path),
    text: body,
  }));
  const written: string[] = [];
  for (const { path, text } of [...renderSystemd(resolved, options), ...page]) {
    const target = join(resolve(host.cwd, folder), path);
    await host.fs.makeDirectory(dirname(target));
    await host.fs.writeText(target, text, 0o644);
    written.push(target);
  }
  out.data("render", { artefact: "systemd", profile: resolved.name, written });
  out.answer(written.join("\n"));
  out.note(NEXT);
}
