# App `build [OUTPUT…]`: builds outputs by name, with links in the current folder.
{
  pkgs,
  packages,
  tools,
}:
let
  inherit (pkgs) lib;
  names = builtins.attrNames packages;
in
pkgs.writeShellApplication {
  name = "build";
  runtimeInputs = [ pkgs.coreutils ];
  text = ''
    ${tools.outputs}
    names=(${lib.escapeShellArgs names})
    case "''${1-}" in
      -h | --help)
        printf '%s\n' "nix run .#build -- [OUTPUT…]" "" "Without words it builds hlsctl. The outputs are:" "''${names[@]}"
        exit 0
        ;;
    esac
    if (($# == 0)); then set -- hlsctl; fi
    for name in "$@"; do
      case "$name" in
        ${lib.concatStringsSep " | " names}) ;;
        *)
          printf '%s\n' "There is no output \"$name\" here. To see them all: nix run .#build -- --help" >&2
          exit 4
          ;;
      esac
    done
    for name in "$@"; do
      build_output "$name" "result-$name"
      readlink -f "result-$name"
    done
  '';
}
