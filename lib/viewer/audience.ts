import { Desk, type Shared } from "./desk.ts";
import { NativeViewer } from "./native-viewer.ts";
import { PlaylistShelf } from "./playlist-shelf.ts";
import { RULES } from "./rules.ts";
import { Ticker } from "./ticker.ts";
import type { Clock, Viewer, ViewerOptions, ViewerTools, ViewerWorld } from "./viewer-shape.ts";

/** The viewers of one generator, with what they share. */
export interface Audience {
  start(world: ViewerWorld): Viewer;
}

export function makeAudience(options: ViewerOptions, clock: Clock, tools: ViewerTools): Audience {
  const shelf = new PlaylistShelf(RULES, tools);
  const shared: Shared = { options, tools, shelf, ticker: new Ticker(clock) };
  return { start: (world) => new NativeViewer(new Desk(shared, world)) };
}
