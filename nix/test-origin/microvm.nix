# A QEMU MicroVM with an origin: bin/test-origin-vm.
#
#   { pkgs, nixpkgs, microvm, resolved, nixosModule } -> derivation
