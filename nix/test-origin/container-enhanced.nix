# A NixOS system with systemd in an image for Docker and podman.
#
#   { pkgs, nixpkgs, resolved, nixosModule } -> derivation
#
# `nixosModule` declares services.hls-origin and sets its profile and settings.
