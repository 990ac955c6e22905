import { closeSync, openSync, statSync } from "node:fs";

/** Memory of this process in bytes. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/**
 * Open descriptors of this process. Linux 6.2 and later tell them as the size of the folder; elsewhere it is the number a new
 * one gets, because the system gives the lowest that is free. Listing the folder would take milliseconds with many.
 */
export function countOpenFiles(): number {
  const told = process.platform === "linux" ? statSync("/proc/self/fd").size : 0;
  return told > 0 ? told : lowestFreeDescriptor();
}

/** All of them may be in use. */
function lowestFreeDescriptor(): number {
  try {
    const fd = openSync("/dev/null", "r");
    closeSync(fd);
    return fd;
  } catch {
    return 0;
  }
}

/** Processor time of this process since it was last asked, in ms. */
export function cpuMeter(): () => number {
  let before = process.cpuUsage();
  return () => {
    const now = process.cpuUsage();
    const usedMs = (now.user - before.user + now.system - before.system) / 1000;
    before = now;
    return usedMs;
  };
}
