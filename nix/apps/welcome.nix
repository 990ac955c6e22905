# App `welcome`, the default: what the flake offers and what to try.
{
  pkgs,
  scope,
  system,
}:
let
  inherit (pkgs) lib;
  inherit (scope) hlsctl;
  inherit (scope.components) testOrigin swarmClient;
  isLinux = lib.hasSuffix "-linux" system;
  list = profiles: lib.concatStringsSep ", " profiles.listProfiles;
  linuxOnly = ''
    An image     nix run .#up -- default container       vm, iso and container-enhanced likewise
    Its swarm    nix run .#swarm-client-container -- http://127.0.0.1:17080/stream.m3u8
  '';
  text = ''
    hlsctl ${hlsctl.version}: test origins and load tests for HTTP Live Streaming

    A stream     nix run .#up                            a menu; nix run .#up -- --help tells more
                 nix run .#up -- low-latency runner
    A load test  nix run .#run -- http://127.0.0.1:17080/stream.m3u8 --clients 100
    ${lib.optionalString isLinux linuxOnly}The program  nix run .#hlsctl -- --help
    Outputs      nix flake show, nix run .#build -- --help
    Shell        nix develop
    Completion   nix run .#generate-completion -- bash
    Checks       nix build .#checks.quick                or build, or full

    Profiles of origins  ${list testOrigin}
    Profiles of swarms   ${list swarmClient}
  '';
in
pkgs.writeShellApplication {
  name = "welcome";
  text = "printf '%s' ${lib.escapeShellArg text}";
}
