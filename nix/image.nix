# An image for Docker and podman in which hlsctl is the first process: not root, any file system but /tmp read-only.
#
#   { pkgs, hlsctl, name, resolved, title, labels, words, tools, env, port, health } -> derivation (NAME.tar.gz)
#
# `words` follow `hlsctl` in the entry point and `docker run IMAGE …` adds to them; `tools` are packages for PATH and
# `health` is the URL that tells inside whether all is well.
{
  pkgs,
  hlsctl,
  name,
  resolved,
  title,
  labels,
  words,
  tools,
  env,
  port,
  health,
}:
let
  inherit (pkgs) lib dockerTools;
  facts = import ./image-facts.nix;
  programs = tools ++ [
    hlsctl
    pkgs.coreutils
  ];
  # hlsctl's own start script and its watchdog need a shell.
  shell = pkgs.runCommand "image-sh" { } ''
    mkdir -p $out/bin
    ln -s ${pkgs.runtimeShell} $out/bin/sh
  '';
in
dockerTools.buildLayeredImage {
  inherit name;
  tag = facts.tagOf resolved;
  contents = [
    shell
    dockerTools.fakeNss
    dockerTools.caCertificates
  ];
  extraCommands = "mkdir -m 1777 tmp";
  config = {
    User = "65534:65534";
    WorkingDir = "/tmp";
    Env = [
      "PATH=${lib.makeBinPath programs}:/bin"
      "HOME=/tmp"
      "HLSCTL_HOME=/tmp/hlsctl"
      "SSL_CERT_FILE=/etc/ssl/certs/ca-bundle.crt"
    ]
    ++ lib.mapAttrsToList (variable: value: "${variable}=${value}") env;
    Entrypoint = [ "${hlsctl}/bin/hlsctl" ] ++ words;
    ExposedPorts."${toString port}/tcp" = { };
    StopSignal = "SIGTERM";
    Healthcheck = facts.healthcheck {
      inherit pkgs;
      url = health;
    };
    Labels =
      facts.labels {
        inherit title;
        inherit (hlsctl) version;
        description = "${title}, profile ${resolved.name}";
        type = "container";
      }
      // labels;
  };
}
