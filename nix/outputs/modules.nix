# NixOS modules `services.hls-origin` and `services.hls-swarm`, with this flake's profiles and its hlsctl.
inputs:
let
  source = import ./source.nix;
  inherit (source) profilesDir flakeOverrides hlsctlFor;
  # The key lets a machine import one of them by two ways.
  named = name: module: {
    _file = "hlsctl#nixosModules.${name}";
    key = "hlsctl#nixosModules.${name}";
    imports = [ module ];
  };
  test-origin = named "test-origin" (
    import ../test-origin/nixos-module.nix {
      inherit hlsctlFor;
      origin = import ../test-origin/config {
        inherit profilesDir;
        overrides = flakeOverrides.origin or { };
      };
    }
  );
  swarm-client = named "swarm-client" (
    import ../swarm-client/nixos-module.nix {
      inherit hlsctlFor;
      swarm = import ../swarm-client/config {
        inherit profilesDir;
        overrides = flakeOverrides.swarm or { };
      };
    }
  );
in
{
  inherit test-origin swarm-client;
  default = {
    imports = [
      test-origin
      swarm-client
    ];
  };
}
