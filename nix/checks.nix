# Checks of one system, flat as `nix flake check` wants them, and the tiers made of them: quick, build, full;
# `integration` is the NixOS test alone.
{
  inputs,
  scope,
  catalogue,
  packages,
  apps,
  system,
}:
let
  inherit (scope) pkgs;
  inherit (pkgs) lib;
  isLinux = lib.hasSuffix "-linux" system;

  # The outputs of these types, of every profile once.
  ofTypes =
    types:
    builtins.listToAttrs (
      map (one: lib.nameValuePair one.name one.package) (
        builtins.filter (
          one: one.isAvailable && one.key == one.profile && builtins.elem one.type types
        ) catalogue
      )
    );

  quick = import ./checks/quick.nix {
    inherit pkgs scope;
    apps = {
      inherit (apps)
        welcome
        up
        build
        run
        generate-completion
        nginx-config
        ;
    };
  };
  build =
    quick
    // ofTypes [
      "runner"
      "container"
      "nginx-config"
    ]
    // {
      inherit (packages) hlsctl go-ffmpeg-hls-swarm;
    }
    // lib.optionalAttrs isLinux { inherit (packages) go-ffmpeg-hls-swarm-container; };
  # ISO images are a gigabyte each and differ by a profile's few files: one of each kind.
  full =
    build
    // ofTypes [
      "container-enhanced"
      "vm"
    ]
    // lib.optionalAttrs isLinux {
      inherit (packages) test-origin-iso test-origin-iso-cloud-init;
      inherit integration;
    };
  integration = import ./tests/integration.nix {
    inherit pkgs;
    originModule = inputs.self.nixosModules.test-origin;
    swarmModule = inputs.self.nixosModules.swarm-client;
  };

  tier =
    name: parts:
    pkgs.linkFarm "checks-${name}" (
      lib.mapAttrsToList (part: path: {
        name = part;
        inherit path;
      }) parts
    );
in
{
  checks = quick;
  tiers =
    builtins.mapAttrs tier { inherit quick build full; }
    // lib.optionalAttrs isLinux { inherit integration; };
}
