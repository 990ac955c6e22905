# The packages of one system, flat. What the system lacks is absent.
{
  scope,
  catalogue,
  system,
}:
let
  inherit (scope.pkgs) lib;
  isLinux = lib.hasSuffix "-linux" system;
  cheap = name: meta: import ./cheap.nix { inherit name system meta; };
  available = builtins.filter (one: one.isAvailable) catalogue;
in
{
  inherit (scope) hlsctl;
  default = scope.hlsctl;
  go-ffmpeg-hls-swarm = scope.goPackage;
}
// lib.optionalAttrs isLinux {
  go-ffmpeg-hls-swarm-container = cheap "go-ffmpeg-hls-swarm-container" {
    description = "Container image of the original Go program, not root";
  } scope.goContainer;
}
// builtins.listToAttrs (map (one: lib.nameValuePair one.name one.package) available)
