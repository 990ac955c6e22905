import { dirname, join, relative, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { pathsOf } from "../host/paths.ts";
import { unwritable, whyNot } from "./write-failure.ts";

/**
 * The folder that the user named, without links; it need not be there yet. Throws `Failure("usage-bad-value")` for what is no
 * folder, leads to none or lies in hlsctl's cache, `Failure("directory-unwritable")` where nothing can be made.
 */
export async function checkFolder(host: Host, name: string): Promise<string> {
  if (name.trim() === "") {
    throw new Failure("usage-bad-value", `DIR is the name of a folder, not "${name}".`, {
      hint: "For the folder you are in: hlsctl nix write .",
    });
  }
  const wanted = resolve(host.cwd, name);
  await refuseDeadEnd(host, wanted);
  const folder = await withoutLinks(host, wanted);
  await refuseCache(host, name, folder);
  const nearest = await nearestThere(host, folder);
  if (nearest.kind !== "directory") {
    const what = nearest.path === folder ? `${name} is a file` : `${nearest.path} is a file`;
    throw new Failure("usage-bad-value", `${what}, not a folder.`, { hint: "Name a folder, new or not." });
  }
  const code = await host.fs.probeWritable(nearest.path);
  if (code !== undefined) throw unwritable(nearest.path, code);
  return folder;
}

/** The checkout of git that a folder lies in; Nix takes such a folder for a flake of what git knows. */
export async function gitCheckoutOf(host: Host, folder: string): Promise<string | undefined> {
  for (let above = folder; ; above = dirname(above)) {
    if (await host.fs.info(join(above, ".git")).catch(() => undefined)) return above;
    if (above === dirname(above)) return undefined;
  }
}

/** A link that leads nowhere is not there for who follows it, and in the way of who makes a folder. */
async function refuseDeadEnd(host: Host, path: string): Promise<void> {
  if ((await host.fs.realPath(path)) !== undefined || path === dirname(path)) return;
  await refuseDeadEnd(host, dirname(path));
  const target = await host.fs.readLink(path).catch(() => undefined);
  const code = await host.fs.info(path).then(() => undefined, errorCode);
  if (target === undefined && code !== undefined) throw unwritable(path, code);
  if (target === undefined) return;
  const what = code === undefined ? `${target}, which is not there` : `${target}: ${whyNot(code)}`;
  throw new Failure("usage-bad-value", `${path} is a link to ${what}.`, {
    hint: "Make what it leads to, remove it, or name another folder.",
  });
}

async function refuseCache(host: Host, name: string, folder: string): Promise<void> {
  const cache = await withoutLinks(host, pathsOf(host).cache);
  const below = relative(cache, folder);
  if (below.startsWith("..") || below.startsWith("/")) return;
  throw new Failure("usage-bad-value", `${name} lies in hlsctl's cache, where nothing is kept for you.`, {
    hint: "Name a folder of your own; without DIR the flake goes into the cache.",
  });
}

/** The real path of as much of it as there is, and the rest as named. */
async function withoutLinks(host: Host, path: string): Promise<string> {
  const real = await host.fs.realPath(path);
  if (real !== undefined || path === dirname(path)) return real ?? path;
  return join(await withoutLinks(host, dirname(path)), path.slice(dirname(path).length).replace(/^\//, ""));
}

async function nearestThere(host: Host, path: string): Promise<{ path: string; kind: string }> {
  const info = await host.fs.info(path).catch(() => undefined);
  if (info) return { path, kind: info.kind };
  return path === dirname(path) ? { path, kind: "directory" } : nearestThere(host, dirname(path));
}
