/**
 * What x264 must be told so that a segment FFmpeg makes has its nominal size, transport overhead included. The counts
 * are those of FFmpeg's `mpegts` muxer as `hls` uses it; bench/segment-size.ts compares them with real segments.
 */

const PACKET_BYTES = 188;
const PACKET_ROOM = 184;
/** SDT, PAT and PMT at the beginning of a segment. */
const TABLE_PACKETS = 3;
/** Of every picture: PES header with a PTS, adaptation field with a PCR, and the access unit delimiter the muxer adds. */
const PICTURE_EXTRA_BYTES = 14 + 8 + 6;

const ADTS_HEADER_BYTES = 7;
const AUDIO_PES_HEADER_BYTES = 14;
const SAMPLES_PER_FRAME = 1024;
/** Frames share a PES of up to `pes_payload_size` bytes that spans up to half of `-muxdelay`. */
const AUDIO_PES_BYTES = 2930;
const AUDIO_PES_SEC = 0.35;
/** A stereo tone is as good as FFmpeg's AAC encoder can make it at this rate; it spends little more when offered more. */
const TONE_CEILING_KBPS = 190;
/** A decoder's input buffer takes 6144 bits per channel and frame (ISO/IEC 14496-3, 4.5.3). */
const MOST_BITS_PER_FRAME = 2 * 6144;

/** What lib/hls/ts-schedule.ts does: five frames of sound in a PES, tables, and rounding up to 16 packets. */
const CLIP_FRAMES_PER_PES = 5;
const CLIP_SPARE_PACKETS = 2 + 16;
/** Of a segment's bits, those that x264 may spend at once. */
const CLIP_BUFFER_SHARE = 0.15;

/**
 * A segment may exceed the bit rate by what the VBV buffer holds, so it is short; a keyframe of the busiest test pattern
 * fits. It holds two pictures at least.
 */
const BUFFER_SEC = 0.2;

export interface StreamShape {
  /** Nominal size of a segment. */
  segmentSizeBytes: number;
  segmentDurationSec: number;
  /** Pictures per segment. */
  gopSize: number;
  bufsizeKbps: number;
  audioKbps: number;
  /** Hz. */
  sampleRate: number;
}

export interface EncodeRate {
  /** `-b:v`, `-minrate` and `-maxrate` in kbit/s; x264 takes whole ones. */
  videoKbps: number;
  /** `-bufsize` in kbit. */
  bufferKbit: number;
  /** Size of a segment whose pictures are so simple that filler makes up the bit rate. */
  expectedBytes: number;
}

/**
 * The constant bit rate at which video fills what tables and sound leave of a segment.
 *
 * A picture takes whole packets, so the goal is a whole number p of them. Its bytes are aimed at the middle of the last
 * packet: pictures of equal size (filler) then take p, pictures of varying size take p on average.
 */
export function liveEncodeRate(shape: StreamShape): EncodeRate {
  const fps = shape.gopSize / shape.segmentDurationSec;
  const others = TABLE_PACKETS + audioPackets(shape);
  const share = (shape.segmentSizeBytes / PACKET_BYTES - others) / shape.gopSize;
  const packets = Math.max(1, Math.round(share));
  const filled = Math.min(Math.max(share - 0.5, packets - 0.9), packets - 0.1);
  const pictureBytes = filled * PACKET_ROOM - PICTURE_EXTRA_BYTES;
  const videoKbps = Math.max(1, Math.round((pictureBytes * 8 * fps) / 1000));
  return {
    videoKbps,
    bufferKbit: Math.ceil(
      Math.max(Math.min(shape.bufsizeKbps, videoKbps * BUFFER_SEC), (2 * videoKbps) / fps),
    ),
    expectedBytes: (packets * shape.gopSize + others) * PACKET_BYTES,
  };
}

export interface LoopRate {
  /** `-maxrate` in kbit/s. */
  maxrateKbps: number;
  /** `-bufsize` in kbit. */
  bufferKbit: number;
}

/**
 * The most that the video of a clip may have, so that no segment of it exceeds the nominal size once our own muxer
 * (lib/hls/mux.ts) has wrapped it. In any span of a segment's length x264 spends at most rate × duration + buffer.
 */
export function loopEncodeRate(shape: StreamShape): LoopRate {
  const frames = Math.ceil((shape.segmentDurationSec * shape.sampleRate) / SAMPLES_PER_FRAME);
  const perPes = CLIP_FRAMES_PER_PES * audioFrameBytes(shape) + AUDIO_PES_HEADER_BYTES;
  const audio =
    Math.ceil(frames / CLIP_FRAMES_PER_PES) * Math.ceil(perPes / PACKET_ROOM) + CLIP_SPARE_PACKETS;
  const room = (Math.floor(shape.segmentSizeBytes / PACKET_BYTES) - audio) * PACKET_ROOM;
  const wasted = shape.gopSize * (PICTURE_EXTRA_BYTES + PACKET_ROOM / 2);
  const kbit = (Math.max(room - wasted, shape.gopSize) * 8) / 1000;
  return {
    maxrateKbps: Math.max(1, Math.floor((kbit * (1 - CLIP_BUFFER_SHARE)) / shape.segmentDurationSec)),
    bufferKbit: Math.max(1, Math.floor(kbit * CLIP_BUFFER_SHARE)),
  };
}

/** Packets of a segment's sound: full PES, and the one that the end of the segment cuts short. */
function audioPackets(shape: StreamShape): number {
  const framesPerSec = shape.sampleRate / SAMPLES_PER_FRAME;
  const frameBytes = audioFrameBytes({ ...shape, audioKbps: Math.min(shape.audioKbps, TONE_CEILING_KBPS) });
  const fitting = Math.floor(AUDIO_PES_BYTES / frameBytes);
  const perPes = Math.max(1, Math.min(fitting, Math.ceil(AUDIO_PES_SEC * framesPerSec)));
  const packetsOf = (frames: number) =>
    Math.ceil((frames * frameBytes + AUDIO_PES_HEADER_BYTES) / PACKET_ROOM);
  const frames = Math.round(shape.segmentDurationSec * framesPerSec);
  const rest = frames % perPes;
  return Math.floor(frames / perPes) * packetsOf(perPes) + (rest === 0 ? 0 : packetsOf(rest));
}

/** Mean size of an AAC frame with its ADTS header. */
function audioFrameBytes({ audioKbps, sampleRate }: Pick<StreamShape, "audioKbps" | "sampleRate">): number {
  const bits = (audioKbps * 1000 * SAMPLES_PER_FRAME) / sampleRate;
  return Math.min(bits, MOST_BITS_PER_FRAME) / 8 + ADTS_HEADER_BYTES;
}
