# Everything that a swarm's profile becomes, each only when it is asked for.
#
#   { … } -> { profile ? "default", overrides ? { }, modules ? [ ] } -> { config; derived; runner; container; vm; }
{
  pkgs,
  hlsctl,
  nixpkgs,
  microvm,
  swarmClient,
}:
{
  profile ? "default",
  overrides ? { },
  modules ? [ ],
}:
let
  resolved = swarmClient.resolve profile overrides;
  nixosModule = {
    imports = [
      (import ./nixos-module.nix {
        swarm = swarmClient;
        hlsctlFor = _: hlsctl;
      })
    ];
    services.hls-swarm = {
      enable = true;
      profile = resolved.name;
      settings = overrides;
    };
  };
  local = { inherit pkgs hlsctl resolved; };
in
{
  inherit (resolved) config derived;
  runner = import ./runner.nix local;
  container = import ./container.nix local;
  vm = import ./microvm.nix {
    inherit
      pkgs
      nixpkgs
      microvm
      resolved
      nixosModule
      modules
      ;
  };
}
