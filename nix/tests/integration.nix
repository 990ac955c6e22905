# NixOS test with two machines: the origin, and a swarm that plays its stream.
#
#   { pkgs, originModule, swarmModule } -> derivation
{
  pkgs,
  originModule,
  swarmModule,
}:
pkgs.testers.runNixOSTest {
  name = "hls-origin-and-swarm";
  # Seconds; booting both takes most of it on a machine without KVM.
  globalTimeout = 1800;

  nodes.origin = {
    imports = [ originModule ];
    virtualisation.cores = 2;
    virtualisation.memorySize = 1536;
    services.hls-origin = {
      enable = true;
      bind = "0.0.0.0";
      openFirewall = true;
      tuneKernel = true;
      exporters.nginx.enable = true;
      exporters.node.enable = true;
    };
  };

  nodes.swarm =
    { config, ... }:
    {
      imports = [ swarmModule ];
      virtualisation.memorySize = 1536;
      environment.systemPackages = [
        config.services.hls-swarm.package
        pkgs.ffmpeg-headless
      ];
      services.hls-swarm = {
        enable = true;
        streamUrl = "http://origin:17080/stream.m3u8";
        settings.clients = 5;
      };
    };

  testScript =
    { nodes, ... }:
    let
      inherit (nodes.origin.services.hls-origin.resolved) cache derived;
      expected = pkgs.writeText "expected.json" (
        builtins.toJSON {
          playlist = cache.manifest.header;
          segment = cache.segment.header;
          tmpfsMB = derived.recommendedTmpfsMB;
        }
      );
    in
    ''
      import json

      with open("${expected}") as file:
          expected = json.load(file)

      ${builtins.readFile ./integration.py}
    '';
}
