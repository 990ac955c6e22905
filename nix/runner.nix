# A program that is hlsctl with some first words and nixpkgs' tools, and share/hlsctl/tools/ with these.
#
#   { pkgs, hlsctl, program, name, words, tools, description } -> derivation with bin/PROGRAM
#
# `tools` is { TOOL = path; }. What the user adds goes behind `words`.
{
  pkgs,
  hlsctl,
  program,
  name,
  words,
  tools,
  description,
}:
let
  inherit (pkgs) lib;
  link = tool: path: "ln -s ${path} $out/${tool}\n";
  links = pkgs.runCommand "${name}-tools" { } ''
    mkdir -p $out
    ${lib.concatStrings (lib.mapAttrsToList link tools)}
  '';
  script = pkgs.writeShellApplication {
    name = program;
    text = ''
      export PATH="${links}''${PATH:+:$PATH}"
      exec ${hlsctl}/bin/hlsctl ${lib.escapeShellArgs words} "$@"
    '';
  };
in
pkgs.runCommand name
  {
    meta = {
      inherit description;
      mainProgram = program;
    };
  }
  ''
    mkdir -p $out/bin $out/share/hlsctl
    ln -s ${script}/bin/${program} $out/bin/${program}
    ln -s ${links} $out/share/hlsctl/tools
  ''
