# The app of an output that this system has not: why, and what works instead. Ends with 8.
{
  pkgs,
  one,
  system,
}:
let
  inherit (pkgs) lib;
  linux = lib.replaceStrings [ "darwin" ] [ "linux" ] system;
  reasons = {
    container = "an image holds Linux programs";
    container-enhanced = "an image with systemd is a Linux system";
    vm = "a MicroVM is a Linux system";
    iso = "the image is a Linux system";
    iso-cloud-init = "the image is a Linux system";
  };
  suffix = if one.key == "default" then "" else "-${one.key}";
  text = ''
    ${one.name} is not made on ${system}: ${reasons.${one.type}}, and macOS builds only its own programs.

    What works here: nix run .#${one.component}${suffix}
    With a Linux builder (nix run nixpkgs#darwin.linux-builder, or a machine in `builders`) the output of Linux can be
    built from here: nix build .#packages.${linux}.${one.name}
  '';
in
pkgs.writeShellApplication {
  inherit (one) name;
  text = ''
    printf '%s' ${lib.escapeShellArg text} >&2
    exit 8
  '';
}
