import type { Facts } from "../host/probe/facts.ts";

/** The command that lets this user into a group; whoever is a member already only has to log in again. */
export function joinGroup(group: string, { system }: Facts, remark = ""): string {
  const isEnrolled = system.known && system.user.enrolled.includes(group);
  if (isEnrolled) return `newgrp ${group}   # you are a member already: or log in again`;
  return `sudo usermod -aG ${group} $USER   # then log in again${remark}`;
}
