# An app that runs the image of a swarm. It shares the host's network, for the stream is often on 127.0.0.1.
#
#   { pkgs, tools, name } -> derivation; `name` is also the output that is the image
{
  pkgs,
  tools,
  name,
}:
let
  variables = [
    "STREAM_URL"
    "CLIENTS"
    "DURATION"
    "RAMP_RATE"
    "RAMP_JITTER"
    "LOG_LEVEL"
    "VARIANT"
    "TIMEOUT"
    "RECONNECT"
    "NO_CACHE"
    "EXTRA_ARGS"
  ];
in
pkgs.writeShellApplication {
  inherit name;
  runtimeInputs = [ pkgs.coreutils ];
  text = ''
    without_engine="What works without them is a runner: nix run .#swarm-client -- URL"
    ${tools.outputs}
    ${tools.images}
    flags=(--network host --env METRICS_ADDRESS=127.0.0.1 --env "METRICS_PORT=''${METRICS_PORT-17091}")
    for variable in ${toString variables}; do
      if [[ -n ''${!variable-} ]]; then flags+=(--env "$variable"); fi
    done
    load_image ${name}
    run_confined "''${flags[@]}" -- "$@"
  '';
}
