# The options of NixOS that are used here, with NixOS' types, and what a system is built of.
{
  imports = [
    ./options.nix
    ./systemd.nix
    ./services.nix
    ./toplevel.nix
  ];
}
