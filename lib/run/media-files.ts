import { join } from "node:path";
import { liveWindow } from "../hls/live-window.ts";
import { segmentNames } from "../hls/segment-names.ts";
import type { Host } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";

/** Which files an instance writes to its media folder: playlists by name, and segments from a number on. */
export interface MediaFiles {
  folders: string[];
  playlistNames: string[];
  segmentPattern: string;
  firstNumber: number;
}

/** What an instance that starts now will write below `root`. */
export function mediaFilesOf(plan: UpPlan, root: string, nowMs: number): MediaFiles {
  const { config, derived } = plan.configuration;
  const { playlistName, masterPlaylist, segmentPattern } = config.hls;
  return {
    folders: [...new Set([root, ...derived.renditions.map(({ directory }) => join(root, directory))])],
    playlistNames: [playlistName, masterPlaylist],
    segmentPattern,
    firstNumber: oldestKept(plan, nowMs),
  };
}

/** The number of the oldest segment an origin keeps at a moment. */
export function oldestKept(plan: UpPlan, nowMs: number): number {
  const { segmentDuration, listSize, deleteThreshold } = plan.configuration.config.hls;
  return liveWindow(nowMs, { segmentDurationSec: segmentDuration, listSize, deleteThreshold }).oldestKept;
}

/** Removes them; whatever else is in the folders stays. */
export function removeMediaFiles(host: Host, files: MediaFiles): Promise<void> {
  const { numberOf } = segmentNames(files.segmentPattern);
  return removeNames(host, files.folders, (name) => {
    const number = numberOf(name);
    return files.playlistNames.includes(name) || (number !== undefined && number >= files.firstNumber);
  });
}

/** An encoder deletes only what it wrote itself: what its predecessor left before `oldest` goes here. */
export function removeExpired(host: Host, files: MediaFiles, oldest: number): Promise<void> {
  const { numberOf } = segmentNames(files.segmentPattern);
  return removeNames(host, files.folders, (name) => {
    const number = numberOf(name);
    return number !== undefined && number >= files.firstNumber && number < oldest;
  });
}

async function removeNames(
  host: Host,
  folders: readonly string[],
  isGone: (name: string) => boolean,
): Promise<void> {
  for (const folder of folders) {
    for (const name of await host.fs.list(folder)) {
      if (isGone(name.replace(/\.tmp$/, ""))) await host.fs.remove(join(folder, name));
    }
  }
}
