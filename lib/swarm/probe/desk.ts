import type { Variant } from "../../hls/playlist-shape.ts";
import type { StreamReport } from "../../report/probe-shape.ts";
import type { PlaylistShelf, Variables } from "../../viewer/playlist-shelf.ts";
import type { Asker } from "./asker.ts";
import type { ProbeFindings } from "./findings.ts";

/** What all parts of one probe work with. */
export interface ProbeDesk {
  asker: Asker;
  findings: ProbeFindings;
  shelf: PlaylistShelf;
  /** Of the multivariant playlist. */
  variables: Variables | undefined;
}

/** A media playlist of the stream; `variant` is what the multivariant playlist says of it. */
export interface ProbedStream {
  label: string;
  url: string;
  type: StreamReport["type"];
  variant: Variant | null;
}
