# What all images say of themselves: labels of the OCI image specification and a health check.
let
  inherit (import ./lib.nix) toJSON;
  seconds = count: count * 1000000000;
  # hlsctl has no address of its own yet: this is the project it comes from.
  origin = "https://github.com/randomizedcoder/go-ffmpeg-hls-swarm";
in
{
  # A tag of the profile's name, with a digest where something goes over it: two images, two names.
  tagOf =
    { name, overrides, ... }:
    if overrides == { } then
      name
    else
      "${name}-${builtins.substring 0 8 (builtins.hashString "sha256" (toJSON overrides))}";

  # `type` is the deployment type.
  labels =
    {
      title,
      description,
      version,
      type,
      home ? origin,
      vendor ? "hlsctl",
    }:
    {
      "org.opencontainers.image.title" = title;
      "org.opencontainers.image.description" = description;
      "org.opencontainers.image.source" = home;
      "org.opencontainers.image.documentation" = "${home}#readme";
      "org.opencontainers.image.version" = version;
      "org.opencontainers.image.vendor" = vendor;
      "org.opencontainers.image.licenses" = "MIT";
      "swarm.deployment-type" = type;
    };

  # Asks the URL inside the container; the shell fills in its variables.
  healthcheck =
    {
      pkgs,
      url,
      startSec ? 10,
    }:
    {
      Test = [
        "CMD-SHELL"
        "${pkgs.curl}/bin/curl -fsS -o /dev/null ${url} || exit 1"
      ];
      Interval = seconds 30;
      Timeout = seconds 5;
      StartPeriod = seconds startSec;
      Retries = 3;
    };
}
