# The packages of one system. `final` is the set with all overlays.
{ lib, local, system, config, final }:
let
  isLinux = lib.hasSuffix "-linux" system;
  isDarwin = !isLinux;
  isx86_64 = lib.hasPrefix "x86_64-" system;
  platform = {
    inherit system isLinux isDarwin isx86_64;
    isx86 = isx86_64;
    isAarch64 = !isx86_64;
    isMusl = false;
    parsed.cpu.name = if isx86_64 then "x86_64" else "aarch64";
    parsed.kernel.name = if isLinux then "linux" else "darwin";
    config = "${platform.parsed.cpu.name}-${if isLinux then "unknown-linux-gnu" else "apple-darwin"}";
    go.GOARCH = if isx86_64 then "amd64" else "arm64";
    uname.system = if isLinux then "Linux" else "Darwin";
  };
  stdenv = import ./stdenv.nix { inherit lib system platform; };
  builders = import ./builders.nix { inherit lib stdenv final; };
  debian = import ./debian.nix { inherit lib stdenv local; };
in
builders
// debian
// {
  inherit lib system stdenv;
  stdenvNoCC = stdenv;
  config = { allowUnfree = false; } // config;
  pkgs = final;
  path = ../.;
  inherit (stdenv) hostPlatform;
  extend = overlay: lib.recursiveUpdate { } (final // overlay (final // overlay final final) final);
  callPackage = f: args: let
    function = if builtins.isFunction f then f else import f;
  in function (builtins.intersectAttrs (lib.functionArgs function) final // args);
  runtimeShell = "${final.bash}/bin/bash";
  dockerTools = import ./docker.nix { inherit lib stdenv final; };
  buildGoModule = import ./go.nix { inherit lib stdenv final; };
  formats = import ./formats.nix { inherit lib final; };
  testers.runNixOSTest = import ./nixos-test.nix { inherit lib system stdenv final; };
  nixos = configuration: import ../nixos/lib/eval-config.nix { inherit system; modules = [ configuration ]; };
}
