import { VARIANT_CHOICES } from "../viewer/viewer-shape.ts";
import type { ParsedArgs } from "./command.ts";
import { ACTION_ARGS, CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";

/** What the load is: configuration keys under their own flags, and shapes beyond the ramp. */
const LOAD_ARGS = {
  profile: {
    kind: "value",
    hint: "PROFILE",
    description: "The swarm profile (default)",
    completes: "profiles",
  },
  clients: { kind: "value", hint: "N", short: "n", description: "Viewers at the end of the ramp" },
  "ramp-rate": { kind: "value", hint: "R", description: "Viewers started per second" },
  "ramp-jitter": {
    kind: "value",
    hint: "MS",
    description: "Largest random delay of a start in milliseconds",
  },
  duration: {
    kind: "value",
    hint: "TIME",
    description: "Length of the run: 90s, 5m, 1h30m; 0 is until it is stopped (the stages' length, or 0)",
  },
  stage: {
    kind: "value",
    hint: "TIME:N,…",
    description: "Instead of the ramp: straight lines to N viewers each, like 30s:100,5m:100,30s:0",
    repeatable: true,
  },
  arrival: {
    kind: "value",
    hint: "KIND",
    description: "Gaps between starts: even, or by chance (uniform)",
    options: ["uniform", "poisson"],
  },
  churn: {
    kind: "value",
    hint: "WATCH-TIME",
    description:
      "Viewers leave and are replaced: exponential:5m, fixed:30s, uniform:1m-10m, lognormal:5m,1.2",
  },
  seed: { kind: "value", hint: "N", description: "Makes chance repeatable (1)" },
  workers: { kind: "value", hint: "N", description: "Generator processes that share the viewers (1)" },
  "find-capacity": {
    kind: "value",
    hint: "SLO",
    description: "Step the load up until this threshold breaks; may be repeated",
    repeatable: true,
  },
  "step-duration": { kind: "value", hint: "TIME", description: "How long a step of the search holds (20s)" },
  "max-clients": { kind: "value", hint: "N", description: "Where the search ends (100000)" },
} as const;

/** What a viewer is like. */
const VIEWER_ARGS = {
  variant: {
    kind: "value",
    hint: "CHOICE",
    description: "Renditions a viewer downloads",
    options: VARIANT_CHOICES,
  },
  engine: {
    kind: "value",
    hint: "ENGINE",
    description: "What viewers are: built in, or an FFmpeg process each (native)",
    options: ["native", "ffmpeg"],
  },
  canaries: { kind: "value", hint: "K", description: "FFmpeg clients beside a native swarm (0)" },
  decrypt: { kind: "flag", description: "Decrypt AES-128 segments and check their padding" },
  verify: { kind: "flag", description: "Compare every segment with what our origin makes" },
  "no-low-latency": { kind: "flag", description: "Follow Low-Latency HLS as an ordinary stream" },
  timeout: { kind: "value", hint: "TIME", description: "Longest wait for the network" },
  reconnect: { kind: "flag", description: "Reconnect after a failure" },
  "no-reconnect": { kind: "flag", description: "Give up after a failure" },
  net: {
    kind: "value",
    hint: "LOOP",
    description: "Sockets: Bun's, or Linux's epoll, which drops bodies in the kernel (auto)",
    options: ["auto", "bun", "epoll"],
  },
} as const;

/** What viewers say to the server. */
export const HTTP_ARGS = {
  header: {
    kind: "value",
    hint: "NAME:VALUE",
    short: "H",
    description: "Request header; may be repeated",
    repeatable: true,
  },
  "user-agent": { kind: "value", hint: "TEXT", description: "User-Agent of every request" },
  "no-cache": { kind: "flag", description: "Ask caches to pass every request on" },
  insecure: { kind: "flag", short: "k", description: "Accept any TLS certificate" },
  ca: {
    kind: "value",
    hint: "FILE",
    description: "Further certificate authorities, PEM",
    completes: "files",
  },
  resolve: {
    kind: "value",
    hint: "HOST:PORT:IP",
    description: "Connect there instead of asking DNS; may be repeated",
    repeatable: true,
  },
} as const;

/** What becomes of it. */
const RESULT_ARGS = {
  threshold: {
    kind: "value",
    hint: "EXPR",
    description: "What must hold, like 'segment_ttfb: p(95)<200'; may be repeated",
    repeatable: true,
  },
  report: { kind: "value", hint: "FILE", description: "Write the report, JSON", completes: "files" },
  html: {
    kind: "value",
    hint: "FILE",
    description: "Write the report, one page of HTML",
    completes: "files",
  },
  junit: {
    kind: "value",
    hint: "FILE",
    description: "Write the thresholds as JUnit XML",
    completes: "files",
  },
  metrics: {
    kind: "value",
    hint: "ADDRESS:PORT",
    description: "Where Prometheus may ask, or off (127.0.0.1:17091)",
  },
  "metrics-compat": { kind: "flag", description: "Also the names of go-ffmpeg-hls-swarm" },
  "origin-metrics": {
    kind: "value",
    hint: "URL",
    description: "Exporter of the origin (nginx, node); may be repeated",
    repeatable: true,
  },
  "print-cmd": { kind: "flag", description: "Print the FFmpeg command of a viewer and do nothing" },
} as const;

export const SWARM_ARGS = {
  url: { kind: "word", hint: "URL", description: "The stream's playlist (STREAM_URL)" },
  ...LOAD_ARGS,
  ...VIEWER_ARGS,
  ...HTTP_ARGS,
  ...RESULT_ARGS,
  ...CONFIG_ARGS,
  ...ACTION_ARGS,
  ...OUTPUT_ARGS,
} as const;

export type SwarmArgs = ParsedArgs<typeof SWARM_ARGS>;
