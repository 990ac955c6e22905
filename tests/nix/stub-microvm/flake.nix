# Stands in for microvm.nix: the options that are used here with its types, its assertions on networks, and a runner that
# only says what it would start.
{
  description = "A stand-in for microvm.nix";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  outputs =
    { self, nixpkgs }:
    {
      nixosModules.microvm = import ./microvm.nix { inherit self; };
      lib = {
        hypervisors = [ "qemu" "cloud-hypervisor" "firecracker" "crosvm" "kvmtool" "stratovirt" "alioth" "vfkit" ];
        buildRunner =
          { pkgs, microvmConfig, toplevel }:
          pkgs.runCommand "microvm-${microvmConfig.hypervisor}-${microvmConfig.hostName}" {
            passthru = { inherit microvmConfig; };
            meta.mainProgram = "microvm-run";
          } ''
            mkdir -p $out/bin $out/share/microvm
            ln -s ${toplevel} $out/share/microvm/system
            cp ${pkgs.writeText "microvm.json" (builtins.toJSON (builtins.removeAttrs microvmConfig [ "declaredRunner" "runner" "vmHostPackages" ]))} $out/share/microvm/microvm.json
            printf '#!/bin/sh\ncat %s\n' $out/share/microvm/microvm.json > $out/bin/microvm-run
            printf '#!/bin/sh\nexit 1\n' > $out/bin/microvm-shutdown
            chmod +x $out/bin/*
          '';
      };
    };
}
