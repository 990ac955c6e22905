# cloud-init with a NoCloud seed: a disk labelled `cidata` with user-data, meta-data and network-config.
{ lib, ... }:
{
  services.cloud-init = {
    enable = true;
    network.enable = true;
    settings = {
      datasource_list = [
        "NoCloud"
        "None"
      ];
      disable_root = false;
      ssh_pwauth = false;
    };
  };
  hls.ssh.enable = true;
  # cloud-init says how the network is set up and what the machine is called, and users that it makes have to stay.
  networking.useDHCP = lib.mkForce false;
  networking.hostName = lib.mkForce "";
  users.mutableUsers = true;
}
