# The packages of one system. `final` is the set with all overlays.
{
  lib,
  local,
  system,
  config,
  final,
}:
let
  isLinux = lib.hasSuffix "-linux" system;
  isx86_64 = lib.hasPrefix "x86_64-" system;
  platform = {
    inherit system isLinux isx86_64;
    isDarwin = !isLinux;
    isx86 = isx86_64;
    isAarch64 = !isx86_64;
    go.GOARCH = if isx86_64 then "amd64" else "arm64";
  };
  stdenv = import ./stdenv.nix { inherit lib system platform; };
  common = { inherit lib stdenv final; };
in
import ./builders.nix common
// import ./debian.nix { inherit lib stdenv local; }
// {
  inherit config lib stdenv;
  pkgs = final;
  path = ../.;
  runtimeShell = "${final.bash}/bin/bash";
  dockerTools = import ./docker.nix common;
  buildGoModule = import ./go.nix common;
  testers.runNixOSTest = import ./nixos-test.nix { inherit lib system final; };
}
