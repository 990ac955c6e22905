import type { Host } from "../host/host.ts";
import { generatedSource } from "../origin/generated-source.ts";
import { publishMedia } from "../origin/publish.ts";
import type { UpPlan } from "../plan/plan.ts";
import { openClips } from "./clips.ts";

/** Writes what a generated source makes to the folder that nginx serves, until it is stopped. */
export function startPublisher(host: Host, plan: UpPlan, hlsDir: string, log: (line: string) => void) {
  const source = generatedSource(plan.configuration, openClips(host, plan));
  return publishMedia(host, source, hlsDir, log);
}
