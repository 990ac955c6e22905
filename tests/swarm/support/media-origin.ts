import type { ResolvedOrigin } from "../../../lib/resolve.ts";
import type { Table } from "../../../lib/schema/table.ts";
import { sourceOf } from "../../origin/support/origin-fixture.ts";
import { originOf } from "../../support/configs.ts";
import {
  type FaultOrigin,
  type FaultOriginOptions,
  type OriginRequest,
  openFaultOrigin,
} from "../../support/fault-origin.ts";

const rung = (name: string, height: number, kbps: number) => ({
  name,
  width: (height * 16) / 9,
  height,
  bitrate: `${kbps}k`,
  maxrate: `${kbps}k`,
  bufsize: `${2 * kbps}k`,
  audioBitrate: "64k",
});

/** A ladder whose second rung is the best and whose third is the least. */
const LADDER: Table = {
  multibitrate: true,
  variants: [rung("180p", 180, 300), rung("360p", 360, 600), rung("144p", 144, 200)],
  hls: { segmentDuration: 1, listSize: 6 },
  encoder: { framerate: 10 },
};

let prepared: { ladder: ResolvedOrigin; source: ReturnType<typeof sourceOf> } | undefined;

function prepare() {
  const ladder = originOf("default", LADDER);
  return { ladder, source: sourceOf(ladder) };
}

/** The fault origin with segments that can be played: one second, ten frames, picture and sound. */
export function openMediaOrigin(options: FaultOriginOptions & { isLadder?: boolean } = {}): FaultOrigin {
  prepared ??= prepare();
  const { ladder, source } = prepared;
  const body = ({ kind, variant, sequence }: OriginRequest) => {
    if (kind !== "segment" || sequence === null) return undefined;
    const rendition = source.renditions.find(({ name }) => name === variant) ?? source.renditions[0];
    return rendition && { body: rendition.segment(sequence) };
  };
  return openFaultOrigin({
    ...options,
    ...(options.isLadder && {
      variants: ladder.derived.renditions.map(({ name, totalKbps }) => ({
        name,
        bandwidth: totalKbps * 1100,
      })),
    }),
    fault: (request) => ({ ...body(request), ...options.fault?.(request) }),
  });
}
