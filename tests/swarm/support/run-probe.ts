import { makeHttpClient } from "../../../lib/net/http-client.ts";
import { openReactor } from "../../../lib/net/open-reactor.ts";
import type { ProbeReport } from "../../../lib/report/probe-shape.ts";
import { BROWSER_ORIGIN } from "../../../lib/swarm/probe/check-cors.ts";
import { type ProbeOptions, probeStream } from "../../../lib/swarm/probe/probe-stream.ts";
import { toolPath } from "../../support/tools.ts";

const HTTP = { userAgent: "test", headers: [], noCache: false, insecure: false, ca: null, resolve: {} };

/** A probe of a few seconds, without ffprobe unless it is wanted. */
export async function runProbe(
  url: string,
  change: Partial<ProbeOptions> & { withFfprobe?: boolean; signal?: AbortSignal } = {},
): Promise<ProbeReport> {
  const { withFfprobe = false, signal = new AbortController().signal, ...options } = change;
  const reactor = openReactor("bun");
  const http = makeHttpClient(reactor, HTTP);
  const browser = makeHttpClient(reactor, { ...HTTP, headers: [["Origin", BROWSER_ORIGIN]] });
  const running = reactor.run();
  try {
    return await probeStream(
      { url, variant: "all", durationMs: 4000, timeoutMs: 5000, ...options },
      {
        http,
        browser,
        clock: reactor,
        ffprobe: (withFfprobe && toolPath("ffprobe")) || null,
        signal,
        onNote() {},
      },
    );
  } finally {
    http.close();
    browser.close();
    reactor.stop();
    await running;
  }
}

export function codesOf({ conformance }: ProbeReport, level?: "must" | "should"): string[] {
  return conformance.filter((entry) => !level || entry.level === level).map(({ code }) => code);
}
