# Container image of the original Go program. Environment variables become its flags; flags given to the container win.
{ pkgs, package }:
let
  inherit (package) version;
  name = "go-ffmpeg-hls-swarm";
  facts = import ./image-facts.nix;
  entrypoint = import ./container-entrypoint.nix { inherit pkgs package; };
in
pkgs.dockerTools.buildLayeredImage {
  inherit name;
  tag = version;
  # /bin/sh runs the health check.
  contents = [
    pkgs.dockerTools.binSh
    pkgs.dockerTools.caCertificates
  ];
  extraCommands = "mkdir -m 1777 tmp";
  config = {
    Entrypoint = [ "${entrypoint}/bin/swarm-entrypoint" ];
    User = "65534:65534";
    WorkingDir = "/tmp";
    Env = [
      "SSL_CERT_FILE=/etc/ssl/certs/ca-bundle.crt"
      "METRICS_PORT=9100"
    ];
    ExposedPorts."9100/tcp" = { };
    StopSignal = "SIGTERM";
    Healthcheck = facts.healthcheck {
      inherit pkgs;
      url = "http://127.0.0.1:$METRICS_PORT/metrics";
    };
    Labels = facts.labels {
      inherit version;
      inherit (package.meta) description;
      title = name;
      type = "container";
      home = package.meta.homepage;
      vendor = "randomizedcoder";
    };
  };
}
