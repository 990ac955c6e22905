# `lib.nixosSystem`: modules over the options of a NixOS system.
{ modules, system ? null, pkgs ? null, specialArgs ? { }, lib ? import ../../lib, prefix ? [ ], modulesLocation ? null }:
let
  evaluated = lib.evalModules {
    inherit prefix;
    specialArgs = { modulesPath = toString ../modules; } // specialArgs;
    modules = [ ../modules ]
      ++ lib.optional (system != null) { nixpkgs.hostPlatform = lib.mkDefault system; }
      ++ lib.optional (pkgs != null) { nixpkgs.pkgs = pkgs; }
      ++ modules;
  };
in
evaluated // { pkgs = evaluated.config._pkgs; }
