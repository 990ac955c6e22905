# Everything that an origin's profile becomes, each only when it is asked for.
#
#   { … } -> { profile ? "default", overrides ? { }, modules ? [ ] } -> { config; derived; cache; rendered; runner; container; … }
{
  pkgs,
  hlsctl,
  nixpkgs,
  microvm,
  testOrigin,
}:
{
  profile ? "default",
  overrides ? { },
  modules ? [ ],
}:
let
  resolved = testOrigin.resolve profile overrides;
  rendered = import ../rendered.nix { inherit pkgs hlsctl resolved; };
  nixosModule = {
    imports = [
      (import ./nixos-module.nix {
        origin = testOrigin;
        hlsctlFor = _: hlsctl;
      })
    ];
    services.hls-origin = {
      enable = true;
      profile = resolved.name;
      settings = overrides;
    };
  };
  local = { inherit pkgs hlsctl resolved; };
  system = {
    inherit
      pkgs
      nixpkgs
      resolved
      nixosModule
      modules
      ;
  };
in
{
  inherit (resolved) config derived cache;
  inherit rendered nixosModule;
  runner = import ./runner.nix local;
  container = import ./container.nix local;
  containerEnhanced = import ./container-enhanced.nix system;
  vm = import ./microvm.nix (system // { inherit microvm; });
  iso = import ./iso.nix system;
  isoCloudInit = import ./iso.nix (system // { cloudInit = true; });
  nginxConfig = import ./nginx-config.nix { inherit pkgs rendered; };
}
