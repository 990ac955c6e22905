# A QEMU MicroVM with a swarm: bin/swarm-client-vm.
#
#   { pkgs, nixpkgs, microvm, resolved, nixosModule } -> derivation
