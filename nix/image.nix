# An image for Docker and podman in which hlsctl is the first process: not root, any file system but /tmp read-only.
#
#   { pkgs, hlsctl, name, profile, title, labels, words, tools, env, port, health } -> derivation (NAME.tar.gz)
#
# `words` follow `hlsctl` in the entry point and `docker run IMAGE …` adds to them; `tools` are packages for PATH and
# `health` is a shell command, run inside, that fails when something is wrong.
{
  pkgs,
  hlsctl,
  name,
  profile,
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
  project = "https://github.com/randomizedcoder/go-ffmpeg-hls-swarm";
  programs = tools ++ [
    hlsctl
    pkgs.coreutils
  ];
  seconds = count: count * 1000000000;
  # hlsctl's own start script and its watchdog need a shell.
  shell = pkgs.runCommand "image-sh" { } ''
    mkdir -p $out/bin
    ln -s ${pkgs.runtimeShell} $out/bin/sh
  '';
in
dockerTools.buildLayeredImage {
  inherit name;
  tag = profile;
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
    Healthcheck = {
      Test = [
        "CMD-SHELL"
        health
      ];
      Interval = seconds 30;
      Timeout = seconds 5;
      StartPeriod = seconds 10;
      Retries = 3;
    };
    Labels = {
      "org.opencontainers.image.title" = title;
      "org.opencontainers.image.description" = "${title}, profile ${profile}";
      "org.opencontainers.image.source" = project;
      "org.opencontainers.image.documentation" = "${project}#readme";
      "org.opencontainers.image.version" = hlsctl.version;
      "org.opencontainers.image.vendor" = "hlsctl";
      "org.opencontainers.image.licenses" = "MIT";
    }
    // labels;
  };
}
