# NixOS test with two machines: the origin, and a swarm that plays its stream.
#
#   { pkgs, originModule, swarmModule } -> derivation
