import type { FlakeContent } from "./flake-files.ts";

export const README_PATH = "README.md";

/** Says what a written folder is to whoever finds it. */
export function renderReadme({ version, profiles, overrides }: FlakeContent): string {
  const own = profiles.map(({ component, fileName }) => `\`profiles/${component}/${fileName}\``);
  const settings = Object.keys(overrides).length > 0;
  return [
    "# Test origins and swarms for HTTP Live Streaming",
    "",
    `A Nix flake written by \`hlsctl nix write\` (hlsctl ${version}). It stands alone: hlsctl itself is \`nix/bundle/hlsctl.js\`.`,
    "",
    "```sh",
    "export NIX_CONFIG='extra-experimental-features = nix-command flakes'",
    "nix flake show path:.",
    "nix run path:.#test-origin                      # a live stream on this machine",
    "nix build path:.#test-origin-container          # an image for Docker or Podman (Linux)",
    "nix build path:.#test-origin-vm-low-latency     # a virtual machine (Linux); the profile comes last",
    "nix run path:.#swarm-client -- http://127.0.0.1:17080/stream.m3u8",
    "```",
    "",
    "`path:` makes Nix read the folder as it is. In a git checkout, a name without it leaves out what git does not know:",
    "run `git add` first.",
    "",
    "- A profile is a TOML file in `profiles/origin/` or `profiles/swarm/`; a new one appears among the outputs by itself.",
    "- `overrides.json` holds settings over every profile of a component:",
    '  `{"origin": {"hls": {"segmentDuration": 4}}, "swarm": {"clients": 10}}`.',
    "- `flake.lock` pins nixpkgs; `nix flake update --flake path:.` moves on to a newer one.",
    ...(own.length > 0 ? [`- Yours in here: ${own.join(", ")}.`] : []),
    ...(settings ? ["- `overrides.json` was written from `--set` and `--set-file`."] : []),
    "",
    "`hlsctl nix write DIR` brings the folder up to date. What you edited it does not touch: it names the files and stops.",
    "",
  ].join("\n");
}
