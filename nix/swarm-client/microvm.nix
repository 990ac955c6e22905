# A QEMU MicroVM with a swarm: bin/swarm-client-vm.
#
#   { pkgs, nixpkgs, microvm, resolved, nixosModule, modules ? [ ] } -> derivation
#
# The stream is STREAM_URL, or without it the one of an origin on the host (10.0.2.2 as the VM sees it). STREAM_URL,
# CLIENTS, DURATION, RAMP_RATE, RAMP_JITTER, VARIANT, TIMEOUT, RECONNECT, NO_CACHE, LOG_LEVEL and EXTRA_ARGS go in
# with it. Metrics are at 127.0.0.1:17091, ssh at 17123. All of it goes through QEMU's own TCP.
{
  pkgs,
  nixpkgs,
  microvm,
  resolved,
  nixosModule,
  modules ? [ ],
}:
let
  inherit (resolved) derived;
  suffix = pkgs.lib.optionalString (resolved.name != "default") "-${resolved.name}";
  settings = "swarm.env";
  variables = "STREAM_URL CLIENTS DURATION RAMP_RATE RAMP_JITTER VARIANT TIMEOUT RECONNECT NO_CACHE LOG_LEVEL EXTRA_ARGS";

  system = nixpkgs.lib.nixosSystem {
    modules = [
      microvm.nixosModules.microvm
      ../system/base.nix
      ../system/microvm.nix
      ../system/user-network.nix
      ./system.nix
      nixosModule
      {
        nixpkgs.pkgs = pkgs;
        microvm.vcpu = 2;
        microvm.mem = derived.vmMemoryMB;
        services.hls-swarm.environmentFile = "-/run/credentials/@system/${settings}";
      }
    ]
    ++ modules;
  };
in
import ../system/vm-program.nix {
  inherit pkgs microvm system;
  program = "swarm-client-vm";
  name = "swarm-client-vm${suffix}";
  variables.${variables} = "go to `hlsctl swarm` in the machine";
  prepare = ''
    for variable in ${variables}; do
      if [ -n "''${!variable:-}" ]; then printf '%s=%q\n' "$variable" "''${!variable}"; fi
    done > vm-credentials/${settings}
  '';
}
