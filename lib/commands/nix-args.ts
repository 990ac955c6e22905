/** Flags of commands that call Nix. */
export const NIX_ARGS = {
  "override-input": {
    kind: "value",
    hint: "NAME=FLAKE",
    description: "Take an input of the flake from elsewhere, e.g. nixpkgs=path:/srv/nixpkgs; may be repeated",
    repeatable: true,
    completes: "inputs",
  },
  offline: { kind: "flag", description: "Use only what this machine's Nix store has" },
} as const;
