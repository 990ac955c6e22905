# App `generate-completion SHELL [--install]`: prints hlsctl's completion script, or puts it where the shell looks.
{ pkgs, scope }:
pkgs.writeShellApplication {
  name = "generate-completion";
  runtimeInputs = [ pkgs.coreutils ];
  text = ''
    hlsctl=${scope.hlsctl}/bin/hlsctl
    ${builtins.readFile ./generate-completion.sh}'';
}
