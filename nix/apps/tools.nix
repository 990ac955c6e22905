# Parts of scripts that build this flake's outputs when they are asked for. The scripts name outputs by flake reference
# and not by store path, so that no app brings all of them with it.
#
#   { inputs, pkgs } -> { outputs; images; profiles = scope -> …; }, functions of bash as text
{ inputs, pkgs }:
let
  inherit (pkgs) lib;
  lock = builtins.fromJSON (builtins.readFile ../../flake.lock);
  locked = lock.nodes.root.inputs;
  isAsLocked = name: (inputs.${name}.narHash or null) == lock.nodes.${locked.${name}}.locked.narHash;
  # An input that was overridden stays so.
  override = name: [
    "--override-input"
    name
    "path:${inputs.${name}}"
  ];
  overridden = builtins.filter (name: !isAsLocked name) (builtins.attrNames locked);
  nixFlags = [
    "--extra-experimental-features"
    "nix-command flakes"
    "--no-write-lock-file"
  ]
  ++ lib.concatMap override overridden;
in
{
  outputs = ''
    flake=${lib.escapeShellArg "path:${inputs.self}"}
    nix_flags=(${lib.escapeShellArgs nixFlags})
    ${builtins.readFile ./outputs.sh}'';
  images = builtins.readFile ./images.sh;
  profiles =
    { hlsctl, components, ... }:
    let
      inherit (components.testOrigin) listProfiles aliases;
    in
    ''
      hlsctl=${hlsctl}/bin/hlsctl
      profiles=(${lib.escapeShellArgs (listProfiles ++ builtins.attrNames aliases)})
      ${builtins.readFile ./profiles.sh}'';
}
