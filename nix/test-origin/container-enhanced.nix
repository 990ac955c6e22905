# A NixOS system with systemd in an image for Docker and podman: the same units as in the VM and on the ISO.
#
#   { pkgs, nixpkgs, resolved, nixosModule, modules ? [ ] } -> derivation
#
# `nixosModule` declares services.hls-origin and sets its profile and settings; `modules` go on top of everything.
# systemd needs more of its container than other programs do, and the units' sandboxes need SYS_PTRACE:
#
#   docker run --cap-add SYS_ADMIN --cap-add SYS_PTRACE --cgroupns private \
#     --tmpfs /run --tmpfs /run/lock --tmpfs /tmp -p 127.0.0.1:17080:17080 hls-test-origin-enhanced:default
#
# with cgroups of version 1 also -v /sys/fs/cgroup:/sys/fs/cgroup:rw. `podman run --systemd=always` does the same.
{
  pkgs,
  nixpkgs,
  resolved,
  nixosModule,
  modules ? [ ],
}:
let
  inherit (pkgs) lib;
  system = nixpkgs.lib.nixosSystem {
    modules = [
      ./system.nix
      ../system/container.nix
      nixosModule
      { nixpkgs.pkgs = pkgs; }
    ]
    ++ modules;
  };
  inherit (system) config;
  inherit (config.services.hls-origin) exporters package;
  inherit (config.system.build) toplevel;
  inherit (resolved.config.server) port;
  facts = import ../image-facts.nix;
  title = "HLS test origin with systemd";
in
pkgs.dockerTools.buildLayeredImage {
  name = "hls-test-origin-enhanced";
  tag = facts.tagOf resolved;
  # systemd fills the folders; the link is where programs look for an init.
  extraCommands = ''
    mkdir -p etc run var proc sys dev root sbin bin usr/bin
    mkdir -m 1777 tmp
    ln -s ${toplevel}/init sbin/init
  '';
  config = {
    Entrypoint = [ "${toplevel}/init" ];
    # Without it NixOS takes the container for a machine whose disks it mounts.
    Env = [ "container=docker" ];
    # systemd's word for an orderly end; at SIGTERM it starts anew.
    StopSignal = "SIGRTMIN+3";
    ExposedPorts = lib.genAttrs (map (it: "${toString it}/tcp") [
      port
      exporters.nginx.port
      exporters.node.port
    ]) (_: { });
    Healthcheck = facts.healthcheck {
      inherit pkgs;
      url = "http://127.0.0.1:${toString port}/health";
      startSec = 30;
    };
    Labels =
      facts.labels {
        inherit (package) version;
        inherit title;
        description = "${title}, profile ${resolved.name}";
        type = "container-enhanced";
      }
      // {
        "hls.profile" = resolved.name;
      };
  };
}
