# `lib.nixosSystem`: modules over the options of a NixOS system.
{
  modules,
  system ? null,
  pkgs ? null,
  specialArgs ? { },
}:
let
  lib = import ../../lib;
  evaluated = lib.evalModules {
    specialArgs = {
      modulesPath = toString ../modules;
    }
    // specialArgs;
    modules = [
      ../modules
    ]
    ++ lib.optional (system != null) { nixpkgs.hostPlatform = lib.mkDefault system; }
    ++ lib.optional (pkgs != null) { nixpkgs.pkgs = pkgs; }
    ++ modules;
  };
in
evaluated // { inherit (evaluated.config.nixpkgs) pkgs; }
