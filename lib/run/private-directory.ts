import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";

/** Makes a folder only this user can enter, or makes sure that one is; a foreign or open one is refused. */
export async function ensurePrivateDirectory(host: Host, path: string): Promise<void> {
  const link = await host.fs.readLink(path).catch(() => undefined);
  const info = link === undefined ? await host.fs.info(path) : undefined;
  if (link !== undefined || (info && (info.kind !== "directory" || info.uid !== host.uid))) {
    throw new Failure(
      "permission-denied",
      `${path} is not a folder of yours, so nothing private can be kept in it.`,
      {
        hint: `Remove it, or set XDG_RUNTIME_DIR or HLSCTL_HOME to a folder of your own.`,
      },
    );
  }
  if (info && (info.mode & 0o077) !== 0) {
    throw new Failure(
      "permission-denied",
      `${path} is open to other users (mode ${info.mode.toString(8)}).`,
      {
        hint: `Run: chmod 700 ${path}`,
      },
    );
  }
  if (!info) await host.fs.makeDirectory(path, 0o700);
}
