# hlsctl as a flake. What it offers is in nix/outputs.nix; `nix run` tells what to try.
{
  description = "Test origins and load tests for HTTP Live Streaming";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    microvm = {
      url = "github:microvm-nix/microvm.nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    go-ffmpeg-hls-swarm = {
      url = "github:randomizedcoder/go-ffmpeg-hls-swarm";
      flake = false;
    };
  };

  outputs = inputs: import ./nix/outputs.nix inputs;
}
