import { BitWriter } from "./bit-writer.ts";

/** What the parameter sets say about the pictures. */
export interface StreamShape {
  /** Pixels, both even: cropping counts pairs of 4:2:0 samples. */
  width: number;
  height: number;
  framerate: number;
  /** level_idc of table A-1: 31 for level 3.1. */
  levelIdc: number;
}

export const PROFILE_IDC_BASELINE = 66;
/** constraint_set0_flag and constraint_set1_flag: constrained baseline, which every decoder plays. */
export const CONSTRAINT_FLAGS = 0xc0;
export const FRAME_NUM_BITS = 16;
/** QP of every macroblock: LevelScale × 2^(QP/6) makes one DC level exactly one luma step. */
const PICTURE_QP = 28;
/** Takes chroma to QP 22, where one DC level is exactly one chroma step (clause 8.5.11). */
const CHROMA_QP_OFFSET = -6;

/** RFC 6381 name of the video: `avc1.` and profile, constraints and level in hex. */
export function avcCodec(profileIdc: number, constraints: number, levelIdc: number): string {
  const hex = [profileIdc, constraints, levelIdc].map((byte) => byte.toString(16).padStart(2, "0"));
  return `avc1.${hex.join("")}`;
}

/** Rec. 709 from 720 lines up, Rec. 601 (525 lines) below, as receivers assume. */
export function isHighDefinition(height: number): boolean {
  return height >= 720;
}

/** seq_parameter_set_rbsp (clause 7.3.2.1.1). */
export function sequenceParameters(shape: StreamShape): Uint8Array {
  const columns = Math.ceil(shape.width / 16);
  const rows = Math.ceil(shape.height / 16);
  const w = new BitWriter();
  w.put(PROFILE_IDC_BASELINE, 8);
  w.put(CONSTRAINT_FLAGS, 8);
  w.put(shape.levelIdc, 8);
  w.ue(0); // seq_parameter_set_id
  w.ue(FRAME_NUM_BITS - 4);
  w.ue(2); // pic_order_cnt_type: output order is decoding order
  w.ue(1); // max_num_ref_frames
  w.put(0, 1); // gaps_in_frame_num_value_allowed_flag
  w.ue(columns - 1);
  w.ue(rows - 1);
  w.put(0b11, 2); // frame_mbs_only_flag, direct_8x8_inference_flag
  putCropping(w, columns * 16 - shape.width, rows * 16 - shape.height);
  w.put(1, 1); // vui_parameters_present_flag
  putUsability(w, shape);
  return w.finish();
}

function putCropping(w: BitWriter, right: number, bottom: number): void {
  if (right === 0 && bottom === 0) {
    w.put(0, 1);
    return;
  }
  w.put(1, 1);
  for (const pairs of [0, right / 2, 0, bottom / 2]) w.ue(pairs);
}

/** vui_parameters (clause E.1.1): square samples, limited range, colour, constant frame rate, no reordering. */
function putUsability(w: BitWriter, shape: StreamShape): void {
  w.put(1, 1); // aspect_ratio_info_present_flag
  w.put(1, 8); // 1:1
  w.put(0, 1); // overscan_info_present_flag
  w.put(1, 1); // video_signal_type_present_flag
  w.put(0b101_0_1, 5); // unspecified format, limited range, colour_description_present_flag
  for (let i = 0; i < 3; i++) w.put(isHighDefinition(shape.height) ? 1 : 6, 8); // primaries, transfer, matrix
  w.put(0, 1); // chroma_loc_info_present_flag
  w.put(1, 1); // timing_info_present_flag
  const { frames, seconds } = frameRatio(shape.framerate);
  w.putWord(seconds);
  w.putWord(2 * frames); // a tick is a field
  w.put(1, 1); // fixed_frame_rate_flag
  w.put(0b000, 3); // no nal_hrd, vcl_hrd, pic_struct
  w.put(1, 1); // bitstream_restriction_flag
  w.put(1, 1); // motion_vectors_over_pic_boundaries_flag
  for (const value of [0, 0, 0, 0, 0, 1]) w.ue(value); // … max_num_reorder_frames 0, max_dec_frame_buffering 1
}

/** The frame rate as a ratio: 12.5 is 25/2, 29.97 is 2997/100, 30000/1001 itself. */
function frameRatio(framerate: number): { frames: number; seconds: number } {
  for (let seconds = 1; seconds < 1001; seconds++) {
    const frames = framerate * seconds;
    if (Math.abs(frames - Math.round(frames)) < 1e-9 * frames) return { frames: Math.round(frames), seconds };
  }
  return { frames: Math.round(framerate * 1001), seconds: 1001 };
}

/** pic_parameter_set_rbsp (clause 7.3.2.2). */
export function pictureParameters(): Uint8Array {
  const w = new BitWriter();
  w.ue(0); // pic_parameter_set_id
  w.ue(0); // seq_parameter_set_id
  w.put(0b00, 2); // CAVLC, no field order
  w.ue(0); // one slice group
  w.ue(0); // num_ref_idx_l0_default_active_minus1
  w.ue(0); // num_ref_idx_l1_default_active_minus1
  w.put(0b000, 3); // no weighted prediction
  w.se(PICTURE_QP - 26);
  w.se(0); // pic_init_qs
  w.se(CHROMA_QP_OFFSET);
  w.put(0b100, 3); // deblocking_filter_control_present_flag; intra may predict from inter; no redundant pictures
  return w.finish();
}
