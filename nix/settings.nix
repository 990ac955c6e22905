# The words that hand hlsctl what goes over a profile: none where nothing does.
#
#   { pkgs, resolved } -> list of words
{ pkgs, resolved }:
let
  inherit (import ./lib.nix) toJSON;
  file = pkgs.writeText "overrides.json" (toJSON resolved.overrides);
in
if resolved.overrides == { } then
  [ ]
else
  [
    "--set-file"
    "${file}"
  ]
