import { BUILDERS, SERVERS, SOURCES } from "../plan/plan.ts";
import type { ParsedArgs } from "./command.ts";
import { ACTION_ARGS, CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { NIX_ARGS } from "./nix-args.ts";

export const UP_ARGS = {
  profile: {
    kind: "value",
    hint: "PROFILE",
    description: "The profile, as the first word would",
    completes: "profiles",
  },
  type: {
    kind: "value",
    hint: "TYPE",
    description: "The deployment type, as the second word would",
    completes: "types",
  },
  source: {
    kind: "value",
    hint: "SOURCE",
    description: "Where the media come from",
    options: ["auto", ...SOURCES],
  },
  server: { kind: "value", hint: "SERVER", description: "What answers HTTP", options: ["auto", ...SERVERS] },
  builder: {
    kind: "value",
    hint: "BUILDER",
    description: "Where FFmpeg and nginx come from: nix takes those that the flake pins, auto this machine's",
    options: ["auto", ...BUILDERS],
  },
  input: {
    kind: "value",
    hint: "FILE",
    description: "Play this file in a loop instead of a test picture",
    completes: "files",
  },
  bind: { kind: "value", hint: "ADDRESS", description: "Address to listen on (127.0.0.1)" },
  port: { kind: "value", hint: "PORT", description: "Port to listen on, short for --set server.port=PORT" },
  workers: {
    kind: "value",
    hint: "N",
    description: "Processes of the embedded server that share the port (1)",
  },
  name: { kind: "value", hint: "NAME", description: "Name of the instance (the profile's)" },
  detach: {
    kind: "flag",
    short: "d",
    description: "Leave it running; `ps`, `logs` and `down` look after it",
  },
  timeout: { kind: "value", hint: "SECONDS", description: "Longest wait until it is ready (60)" },
  first: { kind: "word", hint: "PROFILE", description: "The profile (default)", completes: "profiles" },
  second: { kind: "word", hint: "TYPE", description: "The deployment type (runner)", completes: "types" },
  ...CONFIG_ARGS,
  ...NIX_ARGS,
  ...ACTION_ARGS,
  ...OUTPUT_ARGS,
} as const;

export type UpArgs = ParsedArgs<typeof UP_ARGS>;
