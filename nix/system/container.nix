# NixOS inside a container: kernel, devices, network and resolver are the host's.
{
  boot.isContainer = true;
  networking = {
    useDHCP = false;
    useHostResolvConf = false;
    resolvconf.enable = false;
    firewall.enable = false;
  };
  system.switch.enable = false;
}
