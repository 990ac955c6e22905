import * as v from "valibot";

const text = v.optional(v.string());
const number = v.optional(v.number());

const OutputSchema = v.object({
  streams: v.optional(
    v.array(
      v.object({
        index: v.number(),
        codec_type: text,
        codec_name: text,
        profile: text,
        width: number,
        height: number,
        avg_frame_rate: text,
        sample_rate: text,
        channels: number,
      }),
    ),
    [],
  ),
  packets: v.optional(
    v.array(
      v.object({
        stream_index: v.number(),
        pts_time: text,
        duration_time: text,
        flags: text,
      }),
    ),
    [],
  ),
});

/** What ffprobe is asked for, so that its answer can be read below. */
export const FFPROBE_ARGS = [
  ...["-v", "error", "-of", "json", "-show_entries"],
  "stream=index,codec_type,codec_name,profile,width,height,avg_frame_rate,sample_rate,channels" +
    ":packet=stream_index,pts_time,duration_time,flags",
];

export interface FfprobeTrack {
  type: "video" | "audio" | "other";
  /** Name and, where there is one, profile: `h264 (Constrained Baseline)`. */
  codec: string;
  width: number | null;
  height: number | null;
  framerate: number | null;
  sampleRate: number | null;
  channels: number | null;
}

export interface FfprobeMedia {
  tracks: FfprobeTrack[];
  /** Of the longest track; null: there are no time stamps. */
  durationSec: number | null;
  /** Of the first picture; null: there is none. */
  beginsWithKeyframe: boolean | null;
}

type Output = v.InferOutput<typeof OutputSchema>;

/** ffprobe's JSON; null: it is none, or there is no track. */
export function parseFfprobe(json: string): FfprobeMedia | null {
  const output = read(json);
  if (!output || output.streams.length === 0) return null;
  const video = output.streams.find(({ codec_type }) => codec_type === "video");
  const first = output.packets.find(({ stream_index }) => stream_index === video?.index);
  return {
    tracks: output.streams.map(trackOf),
    durationSec: longest(output),
    beginsWithKeyframe: first ? (first.flags?.includes("K") ?? false) : null,
  };
}

function read(json: string): Output | null {
  try {
    const parsed = v.safeParse(OutputSchema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function trackOf(stream: Output["streams"][number]): FfprobeTrack {
  const { codec_type: type, codec_name: name = "unknown", profile } = stream;
  const isKnownProfile = profile !== undefined && profile !== "unknown" && !/^-?\d+$/.test(profile);
  return {
    type: type === "video" || type === "audio" ? type : "other",
    codec: isKnownProfile ? `${name} (${profile})` : name,
    width: stream.width ?? null,
    height: stream.height ?? null,
    framerate: rate(stream.avg_frame_rate),
    sampleRate: stream.sample_rate === undefined ? null : Number(stream.sample_rate),
    channels: stream.channels ?? null,
  };
}

/** `30000/1001`; `0/0` where there is none. */
function rate(fraction: string | undefined): number | null {
  const [over = 0, under = 1] = (fraction ?? "0/0").split("/").map(Number);
  return over > 0 && under > 0 ? Number((over / under).toFixed(3)) : null;
}

function longest({ streams, packets }: Output): number | null {
  const lengths = streams.flatMap(({ index }) => {
    const own = packets.filter((packet) => packet.stream_index === index && packet.pts_time !== undefined);
    const starts = own.map(({ pts_time }) => Number(pts_time));
    const ends = own.map(({ pts_time, duration_time }) => Number(pts_time) + Number(duration_time ?? 0));
    return own.length > 0 ? [Math.max(...ends) - Math.min(...starts)] : [];
  });
  return lengths.length > 0 ? Number(Math.max(...lengths).toFixed(3)) : null;
}
