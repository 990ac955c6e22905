# An app that is another one with its first words given.
{ pkgs }:
name: target: words:
pkgs.writeShellApplication {
  inherit name;
  text = ''exec ${pkgs.lib.getExe target} ${pkgs.lib.escapeShellArgs words} "$@"'';
}
