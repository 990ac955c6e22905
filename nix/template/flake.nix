# A test origin of your own: a profile with your changes as packages, and a NixOS machine that serves it.
#
#   nix run                     the stream on this machine
#   nix run .#swarm -- URL      viewers for it
#   nix build .#container       an image (Linux)
#   nixos-rebuild switch --flake .#origin
{
  description = "A test origin for HTTP Live Streaming";

  inputs = {
    # Where your copy of hlsctl is: a repository, or the folder that `hlsctl nix write DIR` made ("path:/home/you/DIR").
    hlsctl.url = "github:OWNER/hlsctl";
    nixpkgs.follows = "hlsctl/nixpkgs";
  };

  outputs =
    {
      self,
      nixpkgs,
      hlsctl,
    }:
    let
      inherit (nixpkgs) lib;
      # What differs from the profile; `hlsctl explain` tells every key. Mistakes are refused with the nearest key.
      profile = "low-latency";
      overrides = {
        hls.listSize = 8;
        video.bitrate = "3000k";
        video.maxrate = "3300k";
      };
      packagesOf =
        system:
        let
          inherit (hlsctl.legacyPackages.${system}) mkTestOrigin mkSwarmClient;
          origin = mkTestOrigin { inherit profile overrides; };
          swarm = mkSwarmClient { profile = "gentle"; };
        in
        {
          default = origin.runner;
          swarm = swarm.runner;
          nginx-config = origin.nginxConfig;
        }
        // lib.optionalAttrs (lib.hasSuffix "-linux" system) {
          inherit (origin) container vm iso;
        };
    in
    {
      packages = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ] packagesOf;

      nixosConfigurations.origin = lib.nixosSystem {
        modules = [
          hlsctl.nixosModules.test-origin
          {
            services.hls-origin = {
              enable = true;
              inherit profile;
              settings = overrides;
              bind = "0.0.0.0";
              openFirewall = true;
            };

            nixpkgs.hostPlatform = "x86_64-linux";
            # In place of this line: ./hardware-configuration.nix of your machine, and its boot loader.
            boot.isContainer = true;
            system.stateVersion = "25.11";
          }
        ];
      };
    };
}
