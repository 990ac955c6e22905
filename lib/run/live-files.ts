import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { segmentNames } from "../origin/segment-names.ts";
import type { UpPlan } from "../plan/plan.ts";
import { liveStart } from "../render/live-start.ts";

/** Which files in a folder that was there before are an encoder's: its playlists, and segments from a number on. */
export interface LiveFiles {
  folders: string[];
  playlistName: string;
  segmentPattern: string;
  firstNumber: number;
}

/** What a live encoder that starts now will write. */
export function liveFilesOf(plan: UpPlan, outputDir: string, nowMs: number): LiveFiles {
  const { config, derived } = plan.configuration;
  const { playlistName, segmentPattern, segmentDuration } = config.hls;
  return {
    folders: derived.renditions.map(({ directory }) => join(outputDir, directory)),
    playlistName,
    segmentPattern,
    firstNumber: liveStart(nowMs, segmentDuration).startNumber,
  };
}

/** Removes them; whatever else is in the folders stays. */
export function removeLiveFiles(host: Host, files: LiveFiles): Promise<void> {
  const { numberOf } = segmentNames(files.segmentPattern);
  return removeNames(host, files.folders, (name) => {
    const number = numberOf(name);
    return name === files.playlistName || (number !== undefined && number >= files.firstNumber);
  });
}

/** An encoder deletes only what it wrote itself: what its predecessor left beyond the window goes here. */
export function removeExpired(host: Host, files: LiveFiles, oldestKept: number): Promise<void> {
  const { numberOf } = segmentNames(files.segmentPattern);
  return removeNames(host, files.folders, (name) => {
    const number = numberOf(name);
    return number !== undefined && number >= files.firstNumber && number < oldestKept;
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
