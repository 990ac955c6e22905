import { expect, test } from "bun:test";
import { makeHttpClient } from "../../lib/net/http-client.ts";
import { openReactor } from "../../lib/net/open-reactor.ts";
import { viewerTools } from "../../lib/swarm/viewer-tools.ts";
import { makeAudience } from "../../lib/viewer/audience.ts";
import { openFaultOrigin } from "../support/fault-origin.ts";
import { OPTIONS } from "./support/stage.ts";
import { StageRecorder } from "./support/stage-recorder.ts";

const HTTP = { userAgent: "hlsctl", headers: [], noCache: false, insecure: false, ca: null, resolve: {} };

test.each(["bun", "auto"] as const)(
  "over real sockets (%s) what viewers count is what the origin answered",
  async (kind) => {
    const origin = openFaultOrigin({
      variants: [
        { name: "360p", bandwidth: 400_000 },
        { name: "720p", bandwidth: 900_000 },
      ],
      fault: (request) => (request.kind === "segment" && request.index === 2 ? { status: 503 } : undefined),
    });
    const reactor = openReactor(kind);
    const running = reactor.run();
    const recorder = new StageRecorder();
    const enough = Promise.withResolvers<void>();
    const count = recorder.segmentDownloaded.bind(recorder);
    recorder.segmentDownloaded = (variant) => {
      count(variant);
      if (recorder.segments.downloaded === 12) enough.resolve();
    };
    const audience = makeAudience({ ...OPTIONS, url: origin.url, variant: "all" }, reactor, viewerTools);
    const http = makeHttpClient(reactor, HTTP);
    const viewer = audience.start({ clock: reactor, http, recorder, random: () => 0.5 });
    await enough.promise;
    viewer.stop();
    reactor.stop();
    await running;
    origin.stop();

    expect(recorder.segments).toEqual({ downloaded: 12, failed: 0, missed: 0 });
    expect(recorder.requests.filter(({ status }) => status === 503)).toHaveLength(1);
    expect(recorder.requests.filter(({ attempt }) => attempt === 1)).toHaveLength(1);
    expect(recorder.count("multivariant")).toBe(1);
    expect(recorder.count("segment")).toBeLessThanOrEqual(origin.count("segment"));
    expect(recorder.count("media")).toBeLessThanOrEqual(origin.count("media"));
    expect(new Set(recorder.labels)).toEqual(new Set(["360p", "720p"]));
    expect(recorder.startups).toHaveLength(2);
    const bytes = recorder.requests.filter(({ kind, status }) => kind === "segment" && status === 200);
    expect(new Set(bytes.map((sample) => sample.bytes))).toEqual(new Set([10_000]));
  },
  15_000,
);
