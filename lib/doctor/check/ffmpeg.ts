import type { FfmpegFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, stop } from "../finding.ts";
import { installPackage, type Place } from "../install.ts";

/** What a live or looped source asks of FFmpeg, and what each part is for. */
const PARTS = {
  libx264: "H.264 video",
  aac: "AAC sound",
  lavfi: "test pictures and tones",
  hls: "HLS output",
} as const;

/** The parts this build of FFmpeg misses, e.g. `["libx264"]`. */
export function ffmpegLacks(ffmpeg: Pick<FfmpegFacts, keyof typeof PARTS>): (keyof typeof PARTS)[] {
  return (["libx264", "aac", "lavfi", "hls"] as const).filter((part) => !ffmpeg[part]);
}

export function checkFfmpeg(ffmpeg: FfmpegFacts, place: Place): DoctorFinding[] {
  const why = "The sources live and loop encode with it; the embedded source does not need it.";
  const lost = {
    severity: "warning",
    subject: "ffmpeg",
    why,
    stops: ["encode"],
    lack: "prerequisite",
  } as const;
  const fix = installPackage(place, "ffmpeg");
  const { path, version, broken } = ffmpeg;
  if (!path) {
    return [
      stop({ ...lost, stops: ["encode"], id: "ffmpeg-missing", message: "FFmpeg is not installed.", fix }),
    ];
  }
  if (broken) {
    const message = `${path} does not run: ${broken}.`;
    return [stop({ ...lost, stops: ["encode"], id: "ffmpeg-broken", message, fix })];
  }
  const lacks = ffmpegLacks(ffmpeg);
  if (lacks.length === 0) {
    return [
      good("ffmpeg", `FFmpeg ${version ?? "of unknown version"} has ${Object.keys(PARTS).join(", ")}.`, why),
    ];
  }
  return lacks.map((part) => {
    const message = `FFmpeg ${version ?? ""} (${path}) was built without ${part}, which makes ${PARTS[part]}.`;
    return stop({ ...lost, stops: ["encode"], id: `ffmpeg-no-${part}`, message, fix });
  });
}
