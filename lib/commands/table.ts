import type { Command, CommandGroup } from "./command.ts";

export interface TableEntry {
  name: string;
  description: string;
  isHidden?: boolean;
  load(): Promise<Command | CommandGroup>;
}

/** Every command, loaded only when it is called. */
export const COMMANDS: readonly TableEntry[] = [
  {
    name: "up",
    description: "Bring up a test origin from a profile",
    load: async () => (await import("./up.ts")).upCommand,
  },
  {
    name: "swarm",
    description: "Play a stream with many viewers and judge what they get",
    load: async () => (await import("./swarm.ts")).swarmCommand,
  },
  {
    name: "probe",
    description: "Watch a stream as one client and judge it by the rules of HLS",
    load: async () => (await import("./probe.ts")).probeCommand,
  },
  {
    name: "ps",
    description: "List instances and what became of them",
    load: async () => (await import("./ps.ts")).psCommand,
  },
  {
    name: "logs",
    description: "Show what an instance and its processes wrote",
    load: async () => (await import("./logs.ts")).logsCommand,
  },
  {
    name: "down",
    description: "Stop an instance and forget it",
    load: async () => (await import("./down.ts")).downCommand,
  },
  {
    name: "build",
    description: "Build an image, a virtual machine, an ISO or any other output of the flake with Nix",
    load: async () => (await import("./build.ts")).buildOutputCommand,
  },
  {
    name: "nix",
    description: "Write the Nix flake, and show what builds from it",
    load: async () => (await import("./nix.ts")).nixGroup,
  },
  {
    name: "check",
    description: "Check for real that what the flake offers works here",
    load: async () => (await import("./check.ts")).checkCommand,
  },
  {
    name: "doctor",
    description: "Tell what works on this machine, why, and what to do",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    name: "report",
    description: "Show, compare and merge reports of the swarm; print its Grafana dashboard and alert rules",
    load: async () => (await import("./report.ts")).reportGroup,
  },
  {
    name: "profiles",
    description: "List, show, compare and check profiles",
    load: async () => (await import("./profiles.ts")).profilesGroup,
  },
  {
    name: "explain",
    description: "Tell what a configuration key means and where its value came from",
    load: async () => (await import("./explain.ts")).explainCommand,
  },
  {
    name: "render",
    description: "Print what an origin is run with: FFmpeg, nginx, systemd, playlist",
    load: async () => (await import("./render.ts")).renderCommand,
  },
  {
    name: "completion",
    description: "Print a completion script for bash, zsh or fish",
    load: async () => (await import("./completion.ts")).completionCommand,
  },
  {
    name: "version",
    description: "Tell version, commit and target",
    load: async () => (await import("./version.ts")).versionCommand,
  },
  {
    name: "__complete",
    description: "Print what a word can become",
    isHidden: true,
    load: async () => (await import("./complete.ts")).completeCommand,
  },
  {
    name: "__keep",
    description: "Keep the origin of a plan",
    isHidden: true,
    load: async () => (await import("./keep.ts")).keepCommand,
  },
  {
    name: "__generate",
    description: "Hold viewers of a swarm",
    isHidden: true,
    load: async () => (await import("./generate.ts")).generateCommand,
  },
  {
    name: "__serve",
    description: "Serve the origin of a plan",
    isHidden: true,
    load: async () => (await import("./serve.ts")).serveCommand,
  },
];
