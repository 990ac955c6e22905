import { EXIT, Failure } from "../errors.ts";
import { makeHttpClient } from "../net/http-client.ts";
import { openReactor } from "../net/open-reactor.ts";
import type { ProbeReport } from "../report/probe-shape.ts";
import { listenForStop } from "../run/signals.ts";
import { BROWSER_ORIGIN } from "../swarm/probe/check-cors.ts";
import { probeStream } from "../swarm/probe/probe-stream.ts";
import { renderProbe } from "../ui/swarm/probe-page.ts";
import { type CommandContext, defineCommand, type ParsedArgs } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { takeTime } from "./said.ts";
import { HTTP_ARGS } from "./swarm-args.ts";
import { type HttpWords, readHttp, takeUrl } from "./swarm-http.ts";

const PROBE_ARGS = {
  url: { kind: "word", hint: "URL", description: "The stream's playlist", required: true },
  duration: { kind: "value", hint: "TIME", description: "How long to watch (1m)" },
  variant: {
    kind: "value",
    hint: "CHOICE",
    description: "Variants to watch (all)",
    options: ["all", "highest", "lowest", "first"],
  },
  timeout: { kind: "value", hint: "TIME", description: "Longest wait for the network (15s)" },
  ...HTTP_ARGS,
  ...OUTPUT_ARGS,
} as const;

type ProbeArgs = ParsedArgs<typeof PROBE_ARGS>;

export const probeCommand = defineCommand({
  name: "probe",
  description:
    "Watch a stream as one client and judge it by the rules of HLS; ends with 12 when a MUST is broken",
  args: PROBE_ARGS,
  examples: [
    "hlsctl probe http://127.0.0.1:17080/stream.m3u8",
    "hlsctl probe URL --duration 5m --json",
    "hlsctl probe URL --variant highest --header 'Authorization: Bearer TOKEN'",
  ],
  async run(args, context) {
    const stop = listenForStop(() => {});
    try {
      const report = await probe(args, context, stop.signal);
      tell(report, context);
      return stop.failure()?.exitCode ?? statusOf(report);
    } catch (error) {
      throw (error instanceof Failure && stop.failure()) || error;
    } finally {
      stop.release();
    }
  },
});

async function probe(
  args: ProbeArgs,
  { host, out }: CommandContext,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const options = {
    url: takeUrl({ text: args.url, from: "URL" }),
    variant: args.variant === undefined ? ("all" as const) : choiceOf(args.variant),
    durationMs: readTime(args.duration, "--duration", "1m"),
    timeoutMs: readTime(args.timeout, "--timeout", "15s"),
  };
  const http = await readHttp(wordsOf(args), host);
  const reactor = openReactor("bun");
  const client = makeHttpClient(reactor, http);
  const browser = makeHttpClient(reactor, {
    ...http,
    headers: [...http.headers, ["Origin", BROWSER_ORIGIN]],
  });
  const running = reactor.run();
  try {
    const ffprobe = (await host.which("ffprobe")) ?? null;
    return await probeStream(options, {
      http: client,
      browser,
      clock: reactor,
      ffprobe,
      signal,
      onNote: (text) => out.note(text),
    });
  } finally {
    client.close();
    browser.close();
    reactor.stop();
    await running;
  }
}

const CHOICES = PROBE_ARGS.variant.options;

function choiceOf(text: string): (typeof CHOICES)[number] {
  return CHOICES.find((choice) => choice === text) ?? "all";
}

function readTime(text: string | undefined, from: string, fallback: string): number {
  const ms = takeTime({ text: text ?? fallback, from });
  if (ms > 0) return ms;
  throw new Failure("usage-bad-value", `${from} must be more than nothing, not "${text}".`);
}

function wordsOf(args: ProbeArgs): HttpWords {
  return {
    find: (name) => {
      const text = args[name];
      return text === undefined ? undefined : { text, from: `--${name}` };
    },
    all: (name) => args[name].map((text) => ({ text, from: `--${name}` })),
    has: (name) => args[name],
    variable: () => undefined,
  };
}

function tell(report: ProbeReport, { out }: CommandContext): void {
  out.data("probe", report);
  out.answer(renderProbe(report, out.paint, out.width));
}

function statusOf({ conformance }: ProbeReport): number {
  return conformance.some(({ level }) => level === "must") ? EXIT.unhealthy : EXIT.ok;
}
