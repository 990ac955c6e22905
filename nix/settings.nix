# The words that hand hlsctl what goes over a profile: none where nothing does. The build fails when hlsctl refuses it;
# where the profile is not known before the program runs (`resolved` has no name), hlsctl says so then.
#
#   { pkgs, hlsctl, component, resolved } -> list of words
{
  pkgs,
  hlsctl,
  component,
  resolved,
}:
let
  inherit (import ./lib.nix) toJSON;
  unchecked = pkgs.writeText "overrides.json" (toJSON resolved.overrides);
  checked = pkgs.runCommand "overrides.json" { } ''
    export HOME=$TMPDIR HLSCTL_HOME=$TMPDIR/hlsctl NO_COLOR=1
    ${hlsctl}/bin/hlsctl profiles show ${resolved.name} --component ${component} --set-file ${unchecked} --quiet >&2
    cp ${unchecked} $out
  '';
  file = if resolved ? name then checked else unchecked;
in
if resolved.overrides == { } then
  [ ]
else
  [
    "--set-file"
    "${file}"
  ]
