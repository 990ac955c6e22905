# Overlay: hlsctl, the original Go program, and the functions that make an origin or a swarm, from the user's packages.
inputs: final: prev:
let
  scope = import ./outputs/scope.nix {
    inherit inputs;
    pkgs = final;
    # Systems of the nixpkgs that the packages are of.
    nixpkgs.lib.nixosSystem =
      arguments: import (final.path + "/nixos/lib/eval-config.nix") ({ system = null; } // arguments);
  };
in
{
  inherit (scope) hlsctl;
  go-ffmpeg-hls-swarm = scope.goPackage;
  inherit (scope.components) mkTestOrigin mkSwarmClient;
}
