import { dirname } from "node:path";
import type { Host } from "../host.ts";

/** Text of a file; null when it is not there or may not be read. */
export async function readOrNull(host: Host, path: string): Promise<string | null> {
  try {
    return (await host.fs.readText(path)) ?? null;
  } catch {
    return null;
  }
}

export async function linkOrNull(host: Host, path: string): Promise<string | null> {
  try {
    return (await host.fs.readLink(path)) ?? null;
  } catch {
    return null;
  }
}

export async function listOrEmpty(host: Host, path: string): Promise<string[]> {
  try {
    return await host.fs.list(path);
  } catch {
    return [];
  }
}

export async function isThere(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.fs.info(path)) !== undefined;
  } catch {
    return false;
  }
}

export async function freeOrNull(host: Host, path: string): Promise<number | null> {
  try {
    return await host.fs.freeBytes(path);
  } catch {
    return null;
  }
}

/** The path itself or the nearest folder above it that is there. */
export async function nearestThere(host: Host, path: string): Promise<string> {
  const parent = dirname(path);
  return parent === path || (await isThere(host, path)) ? path : nearestThere(host, parent);
}

/** Value of a `key<separator>value` line. */
export function lineValue(text: string, key: string): string | null {
  const line = text.split("\n").find((one) => one.startsWith(key));
  return line?.slice(key.length).trim() ?? null;
}

export function integerOrNull(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? "";
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : null;
}
