# What everything else is made of, for one nixpkgs: the programs, the components and every profile of each.
{
  inputs,
  pkgs,
  # Only lib.nixosSystem is used.
  nixpkgs ? inputs.nixpkgs,
}:
let
  source = import ./source.nix;
  hlsctl = source.hlsctlFor pkgs;
  goPackage = import ../go-package.nix {
    inherit pkgs;
    source = inputs.go-ffmpeg-hls-swarm;
  };
  components = import ../components.nix {
    inherit pkgs hlsctl nixpkgs;
    inherit (source) profilesDir flakeOverrides;
    inherit (inputs) microvm;
  };
  everyProfile =
    system: make: pkgs.lib.genAttrs system.listProfiles (profile: make { inherit profile; });
in
{
  inherit
    pkgs
    hlsctl
    goPackage
    components
    ;
  inherit (source) flakeOverrides;
  goContainer = import ../container.nix {
    inherit pkgs;
    package = goPackage;
  };
  origins = everyProfile components.testOrigin components.mkTestOrigin;
  clients = everyProfile components.swarmClient components.mkSwarmClient;
}
