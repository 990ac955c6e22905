# A MicroVM under QEMU (microvm.nix): store on a disk of its own, serial console on the terminal, nothing kept.
{ lib, pkgs, ... }:
{
  imports = [
    ./vm-options.nix
    ./vm-ssh.nix
  ];

  config = {
    microvm = {
      hypervisor = "qemu";
      storeOnDisk = true;
      # Words that the program adds when it starts QEMU: keys and settings for the VM, by fw_cfg.
      extraArgsScript = "${pkgs.writeShellScript "vm-credentials" ''
        for file in vm-credentials/*; do
          if [ -s "$file" ]; then
            printf -- '-fw_cfg name=opt/io.systemd.credentials/%s,file=%s ' "''${file##*/}" "$file"
          fi
        done
      ''}";
    };
    # systemd loads it and reads the credentials before anything else.
    boot.initrd.availableKernelModules = [ "qemu_fw_cfg" ];
    # microvm.nix's overlay would evaluate nixpkgs anew for every machine; what it overlays, another hypervisor, is not used.
    nixpkgs.overlays = lib.mkForce [ ];
    networking.useNetworkd = true;
    networking.useDHCP = lib.mkDefault false;
  };
}
