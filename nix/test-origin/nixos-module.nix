# NixOS module `services.hls-origin`: a test origin on a NixOS host. Units, nginx.conf and page are hlsctl's.
#
#   { origin, hlsctlFor } -> module
#
# `origin` is nix/test-origin/config; `hlsctlFor` gives the hlsctl package for a set of packages (`pkgs: hlsctl`).
