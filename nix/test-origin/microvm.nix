# A QEMU MicroVM with an origin: bin/test-origin-vm. Its size follows from the profile, its store is a disk of its own.
#
#   { pkgs, nixpkgs, microvm, resolved, nixosModule, modules ? [ ] } -> derivation
#
# With networking.mode "user" QEMU forwards ports of 127.0.0.1: the origin's, 17122 (ssh), 17100 and 17113 (exporters).
# Every byte then goes through QEMU's own TCP: figures of load tests say little. With "tap" the VM has an address of its
# own behind a tap device, which the user running it must own.
{
  pkgs,
  nixpkgs,
  microvm,
  resolved,
  nixosModule,
  modules ? [ ],
}:
let
  inherit (resolved) config derived;
  isTap = config.networking.mode == "tap";
  suffix = pkgs.lib.optionalString (resolved.name != "default") "-${resolved.name}";

  system = nixpkgs.lib.nixosSystem {
    modules = [
      microvm.nixosModules.microvm
      ./system.nix
      ../system/microvm.nix
      (if isTap then ../system/tap.nix else ../system/user-network.nix)
      nixosModule
      (
        { config, ... }:
        {
          nixpkgs.pkgs = pkgs;
          microvm.vcpu = derived.vmCores;
          microvm.mem = derived.vmMemoryMB;
          hls.vm = {
            inherit (resolved.config.networking)
              tap
              staticIp
              gateway
              subnet
              ;
            ports = [
              resolved.config.server.port
              config.services.hls-origin.exporters.nginx.port
              config.services.hls-origin.exporters.node.port
            ];
          };
        }
      )
    ]
    ++ modules;
  };
in
import ../system/vm-program.nix {
  inherit pkgs microvm system;
  program = "test-origin-vm";
  name = "test-origin-vm${suffix}";
}
