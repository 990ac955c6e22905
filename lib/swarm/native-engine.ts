import { seededRandom } from "../load/random.ts";
import { makeHttpClient } from "../net/http-client.ts";
import type { Reactor } from "../net/reactor.ts";
import type { Recorder } from "../stats/sample.ts";
import { makeAudience } from "../viewer/audience.ts";
import { askOracle } from "./ask-oracle.ts";
import type { Engine } from "./engine.ts";
import type { GeneratorSpec } from "./protocol.ts";
import { viewerTools } from "./viewer-tools.ts";

/** Streams of chance below this are the schedule's. */
const FIRST_VIEWER_STREAM = 1000;

/** Viewers as state machines in this process, each with an HTTP client of its own. */
export async function openNativeEngine(
  spec: GeneratorSpec,
  reactor: Reactor,
  recorder: Recorder,
): Promise<Engine> {
  const oracle = spec.viewer.verify ? await askOracle(spec.viewer, spec.http, reactor) : null;
  const audience = makeAudience(spec.viewer, reactor, viewerTools, oracle);
  const present = new Map<number, { leave(): void }>();

  function start(id: number): void {
    const http = makeHttpClient(reactor, spec.http);
    const random = seededRandom(spec.load?.seed ?? 0, FIRST_VIEWER_STREAM + id);
    const viewer = audience.start({ clock: reactor, http, recorder, random });
    present.set(id, {
      leave() {
        viewer.stop();
        http.close();
      },
    });
  }

  function stop(id: number): void {
    present.get(id)?.leave();
    present.delete(id);
  }

  return {
    start,
    stop,
    async close() {
      for (const id of [...present.keys()]) stop(id);
    },
    takeChildren: () => ({ cpuMs: 0, rssBytes: 0, openFiles: 0 }),
  };
}
