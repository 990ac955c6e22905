import { BUILD } from "../build-info.ts";
import type { Host } from "../host/host.ts";
import { folderMedia } from "../origin/folder-media.ts";
import { generatedMedia } from "../origin/generated-media.ts";
import { generatedSource } from "../origin/generated-source.ts";
import type { MediaProvider } from "../origin/media.ts";
import { serveOrigin } from "../origin/serve.ts";
import type { UpPlan } from "../plan/plan.ts";
import { openClips } from "./clips.ts";
import { verifyAssets } from "./verify-assets.ts";

const STOP_GRACE_MS = 1000;

/** The embedded server of a plan, in this process. */
export async function startServer(
  host: Host,
  plan: UpPlan,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const { playerAssets } = await import("../origin/player/assets.ts");
  const { bind, port, workers, logDir } = plan.instance;
  const server = serveOrigin({
    settings: plan.configuration,
    media: mediaOf(host, plan),
    assets: { ...playerAssets(plan.configuration.config.hls.masterPlaylist), ...verifyAssets(plan) },
    build: BUILD,
    bind,
    port,
    workers,
    ...(logDir === null ? {} : { logDir }),
    onProblem: log,
  });
  return { stop: () => server.stop(STOP_GRACE_MS) };
}

function mediaOf(host: Host, plan: UpPlan): MediaProvider {
  const { instance, configuration } = plan;
  if (instance.source.value !== "live") {
    return generatedMedia(generatedSource(configuration, openClips(host, plan)), host.clock.nowMs());
  }
  if (instance.hlsDir === null) throw new Error("a live source was planned without a folder");
  return folderMedia(configuration, instance.hlsDir);
}
