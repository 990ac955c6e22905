import type { UpFacts } from "../../lib/plan/request.ts";

/** What a machine with FFmpeg and nginx tells. */
export const UP_FACTS: UpFacts = {
  cpuCount: 2,
  ffmpeg: { path: "/usr/bin/ffmpeg", lacks: [] },
  nginx: { path: "/usr/sbin/nginx" },
  install: { ffmpeg: "", nginx: "" },
  runtimeFolder: "/run/user/1000/hlsctl",
  cacheFolder: "/home/ana/.cache/hlsctl",
  stateFolder: "/home/ana/.local/state/hlsctl",
  nowMs: 1_800_000_000_000,
  input: undefined,
  nginxUser: undefined,
  openFilesLimit: 20_000,
  digest: (text) => `d${text.length}`,
};
