/** Flags that every command takes. */
export const OUTPUT_ARGS = {
  json: { kind: "flag", description: "Answer in JSON on stdout" },
  quiet: { kind: "flag", description: "Say only what went wrong", short: "q" },
  verbose: { kind: "flag", description: "Say more", short: "v" },
  "no-color": { kind: "flag", description: "No colours (also NO_COLOR)" },
  help: { kind: "flag", description: "Show this help", short: "h" },
} as const;

/** Flags of commands that act. The other commands take --yes and --no-input too (see parse-args.ts), to no effect. */
export const ACTION_ARGS = {
  "dry-run": { kind: "flag", description: "Print what would be done and do nothing" },
  yes: { kind: "flag", description: "Answer yes to every question", short: "y" },
  "no-input": { kind: "flag", description: "Never ask" },
} as const;

/** Flags of commands that resolve a configuration. */
export const CONFIG_ARGS = {
  set: {
    kind: "value",
    hint: "KEY=VALUE",
    description: "Set a configuration key; may be repeated, later ones win",
    repeatable: true,
    completes: "settings",
  },
  "set-file": {
    kind: "value",
    hint: "FILE",
    description: "Settings from a TOML or JSON file; may be repeated",
    repeatable: true,
    completes: "files",
  },
  "profile-file": {
    kind: "value",
    hint: "FILE",
    description: "A profile of your own, named after the file; may be repeated",
    repeatable: true,
    completes: "files",
  },
} as const;

/** Which instance `down` and `logs` are about. */
export const INSTANCE_WORD = {
  kind: "word",
  hint: "NAME",
  description: "The instance; not needed when there is only one",
  completes: "instances",
} as const;
