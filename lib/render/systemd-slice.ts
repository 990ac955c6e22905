import type { ResolvedOrigin } from "../resolve.ts";
import { describeUnit, type Settings, unit } from "./systemd-unit.ts";

/** A slice's parent follows from its name (systemd.slice(5)): both lie in `hls-origin.slice`. */
const ORIGIN_SLICE = "hls-origin.slice";
export const GENERATOR_SLICE = "hls-origin-generator.slice";
export const NGINX_SLICE = "hls-origin-nginx.slice";

/** x264 runs at most 128 threads for a rendition; with as many again for its pictures, and FFmpeg's own. */
const TASKS_PER_RENDITION = 256;
const FFMPEG_TASKS = 64;
/** A worker or two, those that a reload replaces, and what prepares a start. */
const NGINX_TASKS = 64;

/**
 * What the encoder and nginx may take together and each: file name → text. nginx's memory has no limit: its viewers' socket
 * buffers count, and no configuration says how many viewers come.
 */
export function sliceUnits({ name, config, derived }: ResolvedOrigin): [string, string][] {
  const generatorTasks = FFMPEG_TASKS + TASKS_PER_RENDITION * derived.variantCount;
  const slice = (file: string, part: string, settings: Settings): [string, string] => [
    file,
    unit({ Unit: { Description: describeUnit(name, part), Before: "slices.target" }, Slice: settings }),
  ];
  return [
    slice(ORIGIN_SLICE, "encoder and nginx", { TasksMax: generatorTasks + NGINX_TASKS }),
    // An encoder that is late breaks the stream of every viewer, a server that is late the one of a few.
    slice(GENERATOR_SLICE, "encoder", {
      CPUWeight: 200,
      TasksMax: generatorTasks,
      ...memoryLimit(config.encoder.tune, derived.vmMemoryMB),
    }),
    slice(NGINX_SLICE, "nginx", { CPUWeight: 100, TasksMax: NGINX_TASKS }),
  ];
}

/**
 * Encoder and segments fit into a VM with room to spare. Not so with another tune on a machine of more cores: x264 then keeps
 * pictures for each of them.
 */
function memoryLimit(tune: string, vmMemoryMB: number): Settings {
  return tune === "zerolatency" ? { MemoryMax: `${vmMemoryMB}M` } : {};
}
