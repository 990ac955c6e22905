# What every system image has: little software, no accounts, no passwords, a firewall.
{ lib, modulesPath, ... }:
{
  imports = [
    (modulesPath + "/profiles/minimal.nix")
    ./ssh.nix
  ];

  config = {
    system.stateVersion = lib.mkDefault lib.trivial.release;
    documentation.enable = false;
    nix.enable = false;
    security.sudo.enable = false;

    # Nobody logs in with a password; keys come by `hls.ssh`, a VM's credentials or cloud-init.
    users.mutableUsers = lib.mkDefault false;
    users.allowNoPasswordLogin = true;
    users.users.root.hashedPassword = "!";

    networking.firewall.enable = lib.mkDefault true;
  };
}
