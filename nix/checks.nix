# Checks of one system, flat as `nix flake check` wants them, and the tiers made of them.
{
  inputs,
  scope,
  catalogue,
  packages,
  system,
}:
let
  inherit (scope) pkgs;
  inherit (pkgs) lib;
  isLinux = lib.hasSuffix "-linux" system;
  rendered = lib.mapAttrs' (profile: made: lib.nameValuePair "rendered-${profile}" made.rendered) scope.origins;

  # The packages of these types, one entry for each profile.
  ofTypes =
    types:
    builtins.listToAttrs (
      map (one: lib.nameValuePair one.name one.package) (
        builtins.filter (one: one.isAvailable && one.key == one.profile && builtins.elem one.type types) catalogue
      )
    );
  tier =
    name: parts:
    pkgs.linkFarm "checks-${name}" (
      lib.mapAttrsToList (part: path: {
        name = part;
        inherit path;
      }) parts
    );

  quick = rendered // import ./checks/quick.nix { inherit pkgs scope; };
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
  integration = import ./tests/integration.nix {
    inherit pkgs;
    originModule = inputs.self.nixosModules.test-origin;
    swarmModule = inputs.self.nixosModules.swarm-client;
  };
  full =
    build
    // ofTypes [
      "container-enhanced"
      "vm"
      "iso"
      "iso-cloud-init"
    ]
    // lib.optionalAttrs isLinux { inherit integration; };
in
{
  checks = quick;
  tiers = builtins.mapAttrs tier { inherit quick build full; };
}
