# The words that hand hlsctl what goes over a profile: none where nothing does.
#
#   { pkgs, resolved } -> list of words
{ pkgs, resolved }:
let
  file = pkgs.writeText "overrides.json" (builtins.toJSON resolved.overrides);
in
if resolved.overrides == { } then
  [ ]
else
  [
    "--set-file"
    "${file}"
  ]
