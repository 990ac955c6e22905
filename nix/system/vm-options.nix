# What the modules of a VM are told: `hls.vm`.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  text =
    description:
    mkOption {
      type = types.str;
      inherit description;
    };
in
{
  options.hls.vm = {
    ports = mkOption {
      type = types.listOf types.port;
      default = [ ];
      description = "Ports of the VM that QEMU forwards from the same ports of 127.0.0.1.";
    };
    sshPort = mkOption {
      type = types.port;
      default = 17122;
      description = "Port of 127.0.0.1 that QEMU forwards to the VM's sshd.";
    };
    tap.device = text "Tap device on the host.";
    tap.mac = text "Address of the VM's network card.";
    staticIp = text "Address of the VM behind a tap device.";
    gateway = text "The host's address on the tap device.";
    subnet = text "Network of both, like 10.177.0.0/24.";
  };
}
