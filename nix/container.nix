# Container image of the original Go program. Environment variables become its flags; flags given to the container win.
{ pkgs, package }:
let
  inherit (package) version;
  name = "go-ffmpeg-hls-swarm";
  second = 1000000000;
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
    Healthcheck = {
      Test = [
        "CMD-SHELL"
        "${pkgs.curl}/bin/curl -fsS -o /dev/null http://127.0.0.1:$METRICS_PORT/metrics || exit 1"
      ];
      Interval = 30 * second;
      Timeout = 5 * second;
      StartPeriod = 10 * second;
      Retries = 3;
    };
    Labels = {
      "org.opencontainers.image.title" = name;
      "org.opencontainers.image.description" = package.meta.description;
      "org.opencontainers.image.source" = package.meta.homepage;
      "org.opencontainers.image.documentation" = "${package.meta.homepage}/blob/main/README.md";
      "org.opencontainers.image.version" = version;
      "org.opencontainers.image.vendor" = "randomizedcoder";
      "org.opencontainers.image.licenses" = "MIT";
      "swarm.deployment-type" = "container";
    };
  };
}
