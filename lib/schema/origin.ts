import * as v from "valibot";
import { key } from "./key.ts";

/** The FFmpeg lavfi sources that take a size and a rate and make a moving or still test picture. */
const TEST_PATTERNS = [
  "smptebars",
  "smptehdbars",
  "testsrc",
  "testsrc2",
  "pal75bars",
  "pal100bars",
  "rgbtestsrc",
  "yuvtestsrc",
] as const;

const PRESETS = [
  "ultrafast",
  "superfast",
  "veryfast",
  "faster",
  "fast",
  "medium",
  "slow",
  "slower",
  "veryslow",
] as const;

const TUNES = [
  "film",
  "animation",
  "grain",
  "stillimage",
  "psnr",
  "ssim",
  "fastdecode",
  "zerolatency",
] as const;

/** FFmpeg `hls_flags` that leave the playlist a sliding live window of separate MPEG-TS files. */
const HLS_FLAGS = [
  "delete_segments",
  "omit_endlist",
  "temp_file",
  "append_list",
  "discont_start",
  "independent_segments",
  "program_date_time",
  "round_durations",
  "split_by_time",
] as const;

/** One picture and its sound, alone or as a rung of the ladder. */
const PICTURE = {
  width: key(v.number(), "Picture width in pixels, even"),
  height: key(v.number(), "Picture height in pixels, even"),
  bitrate: key(v.string(), "Nominal video bit rate in FFmpeg notation"),
  maxrate: key(v.string(), "Peak video bit rate in FFmpeg notation"),
  bufsize: key(v.string(), "Decoder buffer (VBV) in FFmpeg notation"),
  audioBitrate: key(v.string(), "Audio bit rate in FFmpeg notation"),
};

export const VariantSchema = v.strictObject({
  name: key(v.string(), "Name of the rendition, its folder in the URL"),
  ...PICTURE,
});

/** The public configuration of an origin. */
export const OriginSchema = v.strictObject({
  multibitrate: key(v.boolean(), "Serve the ladder in `variants` instead of the one picture in `video`"),
  testPattern: key(v.picklist(TEST_PATTERNS), "Test picture, an FFmpeg lavfi source"),
  hls: v.strictObject({
    segmentDuration: key(v.number(), "Length of a segment in seconds"),
    listSize: key(v.number(), "Segments in the media playlist"),
    deleteThreshold: key(v.number(), "Segments kept after they left the playlist"),
    segmentPattern: key(v.string(), "File name of a segment, with one printf number such as %05d"),
    playlistName: key(v.string(), "File name of a media playlist"),
    masterPlaylist: key(v.string(), "File name of the multivariant playlist"),
    flags: key(v.array(v.picklist(HLS_FLAGS)), "FFmpeg hls_flags"),
  }),
  server: v.strictObject({
    port: key(v.number(), "TCP port of the origin"),
    hlsDir: key(v.string(), "Folder the segments are written to"),
  }),
  audio: v.strictObject({
    frequency: key(v.number(), "Test tone in Hz"),
    sampleRate: key(v.number(), "Audio sampling rate in Hz"),
  }),
  video: v.strictObject(PICTURE),
  encoder: v.strictObject({
    framerate: key(v.number(), "Frames per second"),
    preset: key(v.picklist(PRESETS), "x264 preset"),
    tune: key(v.picklist(TUNES), "x264 tune"),
    profile: key(v.picklist(["baseline", "main", "high"]), "H.264 profile"),
    level: key(v.string(), "H.264 level: the stream's own, or the highest a ladder may use"),
  }),
  networking: v.strictObject({
    mode: key(v.picklist(["user", "tap"]), "How a VM reaches the network"),
    staticIp: key(v.string(), "IPv4 address of the VM in tap mode"),
    gateway: key(v.string(), "IPv4 address of the host in tap mode"),
    subnet: key(v.string(), "IPv4 network of both, in CIDR notation"),
    tap: v.strictObject({
      device: key(v.string(), "Name of the tap device"),
      mac: key(v.string(), "MAC address of the VM"),
    }),
  }),
  logging: v.strictObject({
    enabled: key(v.boolean(), "Write access logs"),
    directory: key(v.string(), "Folder of the access logs"),
    buffer: key(v.string(), "Bytes buffered before a write, in nginx notation"),
    flushInterval: key(v.string(), "Longest time a line stays in the buffer, in nginx notation"),
    gzip: key(v.number(), "Compression level of the logs, 0 for none"),
    segmentsOnly: key(v.boolean(), "Log segment requests only"),
    files: v.strictObject({
      segments: key(v.string(), "File name of the segment log"),
      manifests: key(v.string(), "File name of the playlist log"),
      all: key(v.string(), "File name of the log of every request"),
    }),
  }),
  variants: key(v.array(VariantSchema), "The ladder, used when multibitrate is true"),
});

export type OriginConfig = v.InferOutput<typeof OriginSchema>;
export type VariantConfig = v.InferOutput<typeof VariantSchema>;
