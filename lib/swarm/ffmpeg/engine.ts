import { bunHost } from "../../host/bun.ts";
import type { Host } from "../../host/host.ts";
import { seededRandom } from "../../load/random.ts";
import { VIEWER_NUMBER } from "../../render/ffmpeg-client.ts";
import type { Recorder } from "../../stats/sample.ts";
import { Ticker } from "../../viewer/ticker.ts";
import type { Clock } from "../../viewer/viewer-shape.ts";
import type { Engine } from "../engine.ts";
import type { GeneratorSpec } from "../protocol.ts";
import { type ChildLines, startChild } from "./child.ts";
import { openGuard } from "./guard.ts";
import type { FfmpegSpec } from "./plan-client.ts";
import { UsageMeter } from "./usage-meter.ts";
import { FfmpegViewer } from "./viewer.ts";

/** Streams of chance below this are the schedule's. */
const FIRST_VIEWER_STREAM = 1000;
/** Different complaints that are passed on; all others are counted as failed requests. */
const MOST_COMPLAINTS = 5;

/** Viewers as FFmpeg processes, which end with this one however it ends. */
export function openFfmpegEngine(
  spec: GeneratorSpec,
  clock: Clock,
  recorder: Recorder,
  note: (text: string) => void,
  host: Host = bunHost,
): Engine {
  const ffmpeg = specOf(spec);
  const ticker = new Ticker(clock);
  const guard = openGuard(host);
  const meter = new UsageMeter(host, clock);
  const present = new Map<number, FfmpegViewer>();
  const leaving = new Set<Promise<void>>();
  const complaints = new Set<string>();

  function start(id: number): void {
    const viewer = new FfmpegViewer({
      clock,
      recorder,
      ticker,
      random: seededRandom(spec.load?.seed ?? 0, FIRST_VIEWER_STREAM + id),
      url: spec.viewer.url,
      spec: ffmpeg,
      spawn: (lines) => spawn(id, lines),
      onChildEnd(child, { cpuMs }) {
        guard.drop(child.pid);
        meter.remove(child.pid, cpuMs);
      },
      onComplaint: (text) => complain(id, text),
    });
    present.set(id, viewer);
  }

  function spawn(id: number, lines: ChildLines) {
    const argv = ffmpeg.argv.map((word) => word.replaceAll(VIEWER_NUMBER, `${id}`));
    const child = startChild(argv, lines);
    guard.add(child.pid);
    meter.add(child.pid);
    return child;
  }

  function complain(id: number, text: string): void {
    const kind = text.replace(/\d+/g, "#");
    if (complaints.size >= MOST_COMPLAINTS || complaints.has(kind)) return;
    complaints.add(kind);
    note(`FFmpeg of viewer ${id}: ${text}`);
  }

  function stop(id: number): void {
    const viewer = present.get(id);
    if (!viewer) return;
    present.delete(id);
    const gone = viewer.stop().finally(() => leaving.delete(gone));
    leaving.add(gone);
  }

  return {
    start,
    stop,
    async close() {
      for (const id of [...present.keys()]) stop(id);
      await Promise.all(leaving);
      meter.stop();
      await guard.dismiss();
    },
    // Every process has a limit of its own: their descriptors are none of this one's.
    takeChildren: () => ({ ...meter.take(), openFiles: 0 }),
  };
}

function specOf({ ffmpeg }: GeneratorSpec): FfmpegSpec {
  if (ffmpeg === null) throw new Error("a spec of the FFmpeg engine says how FFmpeg is started");
  return ffmpeg;
}
