import { encoderLoad } from "../derive/encoder-load.ts";
import { Failure } from "../errors.ts";
import { SYNTH_PATTERNS } from "../hls/pattern.ts";
import { AUDIO_SAMPLE_RATE } from "../hls/time.ts";
import { SYNTH_TONE_HZ } from "../hls/tone-loop.ts";
import { liveMisfit } from "../render/ffmpeg.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import type { Choice, Server, Source } from "./plan.ts";

/** What the machine offers an origin; learnt by probes before planning. */
export interface OriginFacts {
  cpuCount: number;
  /** Undefined when there is no FFmpeg; `lacks` names what the build misses, e.g. `libx264`. */
  ffmpeg: { path: string; lacks: readonly string[] } | undefined;
  nginx: { path: string } | undefined;
  /** The commands that install what is missing here, e.g. `sudo apt-get install ffmpeg`. */
  install: { ffmpeg: string; nginx: string };
  /** Whose programs these are, when that was asked for: the flake's (`nix`) or this machine's. */
  builder?: { value: "nix" | "local" } | undefined;
}

export interface SourceRequest {
  source: Source | "auto";
  /** The user's own file, played in a loop. */
  input: string | undefined;
}

/** A share of the processors that live encoding may take before `auto` prefers to encode once. */
const LIVE_SHARE = 0.5;

/** Picks the most faithful source the machine can carry, or the one asked for if it can be had. */
export function chooseSource(
  resolved: ResolvedOrigin,
  request: SourceRequest,
  facts: OriginFacts,
): Choice<Source> {
  if (request.input !== undefined) return chooseInput(resolved, request, facts);
  switch (request.source) {
    case "live":
      requireFfmpeg(facts, "live");
      refuseMisfit(liveMisfit(resolved), "live");
      return asked("live");
    case "loop":
      requireFfmpeg(facts, "loop");
      refuseMisfit(loopMisfit(resolved), "loop");
      return asked("loop");
    case "embedded":
      refuseMisfit(embeddedMisfit(resolved), "embedded");
      return asked("embedded");
    case "auto":
      return chooseFreely(resolved, facts);
    default:
      return request.source satisfies never;
  }
}

function asked<T extends string>(value: T): Choice<T> {
  return { value, because: "asked for" };
}

function chooseInput(resolved: ResolvedOrigin, request: SourceRequest, facts: OriginFacts): Choice<Source> {
  if (request.source !== "auto" && request.source !== "loop") {
    throw new Failure(
      "usage-bad-value",
      `--input plays a file in a loop; it does not go with --source ${request.source}.`,
      {
        hint: "Leave --source out, or say --source loop.",
      },
    );
  }
  requireFfmpeg(facts, "loop");
  refuseMisfit(loopMisfit(resolved), "loop");
  return { value: "loop", because: "--input is played in a loop" };
}

function chooseFreely(resolved: ResolvedOrigin, facts: OriginFacts): Choice<Source> {
  const { ffmpeg, cpuCount } = facts;
  if (!ffmpeg) return chooseWithoutFfmpeg(resolved, "there is no FFmpeg here", facts);
  if (ffmpeg.lacks.length > 0) {
    return chooseWithoutFfmpeg(resolved, `this FFmpeg lacks ${ffmpeg.lacks.join(", ")}`, facts);
  }
  const cores = encoderLoad(resolved);
  const load = `live encoding needs about ${cores.toFixed(1)} of ${cpuCount} cores`;
  const misfit = liveMisfit(resolved);
  if (misfit === undefined && cores <= cpuCount * LIVE_SHARE) return { value: "live", because: load };
  const loopProblem = loopMisfit(resolved);
  if (loopProblem === undefined)
    return { value: "loop", because: `${misfit ?? load}, so it is encoded once` };
  if (misfit === undefined) return { value: "live", because: `${load}, but ${loopProblem}` };
  throw new Failure("source-unsuitable", `No source can make this stream: ${misfit}, and ${loopProblem}.`, {
    hint: "Change hls.segmentDuration or audio.sampleRate.",
  });
}

function chooseWithoutFfmpeg(
  resolved: ResolvedOrigin,
  why: string,
  { install }: OriginFacts,
): Choice<Source> {
  const misfit = embeddedMisfit(resolved);
  if (misfit === undefined) return { value: "embedded", because: why };
  throw new Failure("source-unsuitable", `The embedded source cannot make this stream: ${misfit}.`, {
    hint: `And ${why}. Install it: ${install.ffmpeg}`,
  });
}

function requireFfmpeg(facts: OriginFacts, source: Source): void {
  const { ffmpeg, install } = facts;
  const instead = "Or use what is inside hlsctl: --source embedded";
  if (!ffmpeg) {
    throw new Failure("ffmpeg-missing", `The source "${source}" needs FFmpeg, and there is none on PATH.`, {
      hint: `Install it: ${install.ffmpeg}\n${instead}`,
    });
  }
  if (ffmpeg.lacks.length === 0) return;
  throw new Failure("ffmpeg-unsuitable", `${ffmpeg.path} was built without ${ffmpeg.lacks.join(", ")}.`, {
    hint: `Install a full build: ${install.ffmpeg}\n${instead}`,
  });
}

/** Both muxers of our own count audio in frames of 1024 samples at 48 kHz. */
function loopMisfit(resolved: ResolvedOrigin): string | undefined {
  const { sampleRate } = resolved.config.audio;
  return sampleRate === AUDIO_SAMPLE_RATE
    ? undefined
    : `a loop has sound at ${AUDIO_SAMPLE_RATE} Hz, not ${sampleRate} Hz`;
}

function embeddedMisfit(resolved: ResolvedOrigin): string | undefined {
  const { audio, testPattern } = resolved.config;
  if (audio.frequency !== SYNTH_TONE_HZ || audio.sampleRate !== AUDIO_SAMPLE_RATE) {
    return `its tone is ${SYNTH_TONE_HZ} Hz at ${AUDIO_SAMPLE_RATE} Hz, not ${audio.frequency} Hz at ${audio.sampleRate} Hz`;
  }
  const patterns: readonly string[] = SYNTH_PATTERNS;
  if (patterns.includes(testPattern)) return undefined;
  return `it paints ${patterns.join(", ")}, not ${testPattern}`;
}

function refuseMisfit(misfit: string | undefined, source: Source): void {
  if (misfit === undefined) return;
  throw new Failure("source-unsuitable", `The source "${source}" cannot make this stream: ${misfit}.`, {
    hint: "Change the key, or take another --source.",
  });
}

/** Picks nginx where it is installed, as the deployments do; several workers are the embedded server's. */
export function chooseServer(server: Server | "auto", workers: number, facts: OriginFacts): Choice<Server> {
  if (server === "nginx" && workers > 1) {
    throw new Failure(
      "usage-bad-value",
      "--workers is for the embedded server; nginx has its own worker processes.",
      {
        hint: "Leave --workers out, or say --server embedded.",
      },
    );
  }
  if (server === "nginx" && !facts.nginx) {
    throw new Failure("nginx-missing", "The server nginx was asked for, and there is none on PATH.", {
      hint: `Install it: ${facts.install.nginx}\nOr use the server inside hlsctl: --server embedded`,
    });
  }
  if (server !== "auto") return asked(server);
  if (workers > 1) return { value: "embedded", because: "--workers is for the embedded server" };
  const origin = facts.builder?.value === "nix" ? "it is in what Nix builds" : "nginx is installed";
  return facts.nginx
    ? { value: "nginx", because: `${origin}, and deployments use it` }
    : { value: "embedded", because: "there is no nginx here" };
}
