import { Desk, type Shared } from "./desk.ts";
import { NativeViewer } from "./native-viewer.ts";
import type { Oracle } from "./oracle.ts";
import { PlaylistShelf } from "./playlist-shelf.ts";
import { RULES } from "./rules.ts";
import { Ticker } from "./ticker.ts";
import type { Clock, Viewer, ViewerOptions, ViewerTools, ViewerWorld } from "./viewer-shape.ts";

/** The viewers of one generator, with what they share. */
export interface Audience {
  /** The viewer is there at once; all it does comes back through the world's clock and HTTP. */
  start(world: ViewerWorld): Viewer;
}

/** `oracle`: what segments must be (`verify`), null to count them only. */
export function makeAudience(
  options: ViewerOptions,
  clock: Clock,
  tools: ViewerTools,
  oracle: Oracle | null = null,
): Audience {
  const shelf = new PlaylistShelf(RULES, tools);
  const shared: Shared = { options, tools, shelf, ticker: new Ticker(clock), oracle };
  return { start: (world) => new NativeViewer(new Desk(shared, world)) };
}
