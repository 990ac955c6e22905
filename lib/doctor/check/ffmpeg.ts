import type { FfmpegFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, stop } from "../finding.ts";
import { installPackage, type Place } from "../install.ts";

const WHY = "The sources live and loop encode with it; the embedded source does not need it.";

/** What a live or looped source asks of FFmpeg, and what each part is for. */
const PARTS = {
  libx264: "H.264 video",
  aac: "AAC sound",
  lavfi: "test pictures and tones",
  hls: "HLS output",
} as const;

const PART_NAMES = ["libx264", "aac", "lavfi", "hls"] as const satisfies readonly (keyof typeof PARTS)[];

/** The parts this build of FFmpeg misses, e.g. `["libx264"]`. */
function ffmpegLacks(ffmpeg: Pick<FfmpegFacts, keyof typeof PARTS>): (keyof typeof PARTS)[] {
  return PART_NAMES.filter((part) => !ffmpeg[part]);
}

export function checkFfmpeg(ffmpeg: FfmpegFacts, place: Place): DoctorFinding[] {
  const { path, broken } = ffmpeg;
  const version = ffmpeg.version ?? "of unknown version";
  if (!path) return [lost("missing", "FFmpeg is not installed.", place)];
  if (broken) return [lost("broken", `${path} does not run: ${broken}.`, place)];
  const lacks = ffmpegLacks(ffmpeg);
  if (lacks.length === 0) return [good("ffmpeg", `FFmpeg ${version} has ${PART_NAMES.join(", ")}.`, WHY)];
  return lacks.map((part) => {
    const message = `FFmpeg ${version} (${path}) was built without ${part}, which makes ${PARTS[part]}.`;
    return lost(`no-${part}`, message, place);
  });
}

function lost(problem: string, message: string, place: Place): DoctorFinding {
  return stop({
    id: `ffmpeg-${problem}`,
    severity: "warning",
    subject: "ffmpeg",
    message,
    why: WHY,
    fix: installPackage(place, "ffmpeg"),
    stops: ["encode"],
    lack: "prerequisite",
  });
}
