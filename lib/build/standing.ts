import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import type { Standing } from "../nix/manifest.ts";
import { hashText } from "./write-flake.ts";

/** What stands in a folder at each of the paths. */
export async function lookAt(
  host: Host,
  folder: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await standingAt(host, folder, path.split("/"))] as const),
    ),
  );
}

/** A link counts as a file that says something else; in place of a folder it is an obstacle, for behind it is no place of ours. */
async function standingAt(
  host: Host,
  folder: string,
  parts: readonly string[],
  depth = 1,
): Promise<Standing> {
  const path = join(folder, ...parts.slice(0, depth));
  const isLeaf = depth === parts.length;
  const link = await host.fs.readLink(path).catch(() => undefined);
  if (link !== undefined) return isLeaf ? { kind: "file", hash: "link" } : obstacle(parts, depth, "a link");
  const info = await host.fs.info(path).catch(errorCode);
  if (info === "ENAMETOOLONG") return obstacle(parts, depth, "too long a name there");
  if (typeof info === "string") return obstacle(parts, depth, "closed to you");
  if (!info) return { kind: "nothing" };
  if (!isLeaf && info.kind === "directory") return standingAt(host, folder, parts, depth + 1);
  if (!isLeaf) return obstacle(parts, depth, "no folder");
  if (info.kind !== "file") return obstacle(parts, depth, info.kind === "directory" ? "a folder" : "no file");
  const text = await host.fs.readText(path).catch(() => undefined);
  return { kind: "file", hash: text === undefined ? "unreadable" : hashText(text) };
}

function obstacle(parts: readonly string[], depth: number, is: string): Standing {
  return { kind: "obstacle", what: `${parts.slice(0, depth).join("/")} is ${is}` };
}
