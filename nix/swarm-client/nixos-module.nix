# NixOS module `services.hls-swarm`: a swarm of viewers as a service.
#
#   { swarm, hlsctlFor } -> module
#
# `swarm` is nix/swarm-client/config; `hlsctlFor` gives the hlsctl package for a set of packages (`pkgs: hlsctl`).
