# Both components for one nixpkgs: their profiles, and what a profile with overrides becomes.
#
#   mkTestOrigin { profile ? "default"; overrides ? { }; modules ? [ ]; } -> { config; derived; cache; rendered; runner; … }
#   mkSwarmClient { profile ? "default"; overrides ? { }; modules ? [ ]; } -> { config; derived; runner; container; vm; }
#
# `modules` are NixOS modules for the shapes that are whole systems: keys for ssh, further services.
{
  pkgs,
  hlsctl,
  nixpkgs,
  microvm,
  profilesDir,
  # { origin = …; swarm = …; }: what goes over every profile.
  flakeOverrides,
}:
let
  testOrigin = import ./test-origin/config {
    inherit profilesDir;
    overrides = flakeOverrides.origin or { };
  };
  swarmClient = import ./swarm-client/config {
    inherit profilesDir;
    overrides = flakeOverrides.swarm or { };
  };
  tools = {
    inherit
      pkgs
      hlsctl
      nixpkgs
      microvm
      ;
  };
in
{
  inherit testOrigin swarmClient;
  mkTestOrigin = import ./test-origin (tools // { inherit testOrigin; });
  mkSwarmClient = import ./swarm-client (tools // { inherit swarmClient; });
}
