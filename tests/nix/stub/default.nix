# Packages of one system: `import nixpkgs { system; overlays; config; }`.
{
  system ? builtins.currentSystem,
  overlays ? [ ],
  config ? { },
}:
let
  lib = import ./lib;
  local = builtins.fromJSON (builtins.readFile ./local.json);
  layers = [
    (final: prev: import ./pkgs { inherit lib local system config final; })
  ]
  ++ overlays;
  pkgs = lib.foldl' (prev: layer: prev // layer pkgs prev) { } layers;
in
pkgs
