import { readdirSync, readlinkSync } from "node:fs";
import { isOurs } from "./epoll.ts";

const DESCRIPTORS = "/proc/self/fd";
const EPOLL = "anon_inode:[eventpoll]";

/**
 * The descriptors of event loops in this process that are not our own, Bun's among them. One epoll instance can wait for another (epoll(7)), so
 * that who waits in his own hears of what Bun has to do. Empty where there is no /proc.
 */
export function loopDescriptors(): number[] {
  try {
    return readdirSync(DESCRIPTORS)
      .map(Number)
      .filter((fd) => isLoop(fd) && !isOurs(fd));
  } catch {
    return [];
  }
}

function isLoop(fd: number): boolean {
  try {
    return readlinkSync(`${DESCRIPTORS}/${fd}`) === EPOLL;
  } catch {
    return false;
  }
}
