# App `up [PROFILE] [TYPE] [WORD…]`: brings up an origin of any profile and type; up.sh is the script.
{
  pkgs,
  scope,
  catalogue,
  system,
  tools,
}:
let
  inherit (pkgs) lib;
  inherit (scope) components origins;
  inherit (components) testOrigin;
  profiles = testOrigin.listProfiles ++ builtins.attrNames testOrigin.aliases;
  ofDefault = builtins.filter (
    one: one.component == "test-origin" && one.key == "default" && one.type != "nginx-config"
  ) catalogue;
  typesOf = records: lib.escapeShellArgs (map (one: one.type) records);
  port = name: toString origins.${testOrigin.validateProfile name}.config.server.port;
  describe = name: "  ${name}: ${testOrigin.describe name}\n";
  settings = import ../settings.nix {
    inherit pkgs;
    inherit (scope) hlsctl;
    component = "origin";
    resolved.overrides = scope.flakeOverrides.origin or { };
  };
  usage = pkgs.writeText "up-usage" (
    builtins.readFile ./up-usage.txt
    + "\nProfiles\n"
    + lib.concatStrings (map describe testOrigin.listProfiles)
  );
in
pkgs.writeShellApplication {
  name = "up";
  runtimeInputs = [ pkgs.coreutils ];
  text = ''
    system=${system}
    types=(${typesOf ofDefault})
    lacking=(${typesOf (builtins.filter (one: !one.isAvailable) ofDefault)})
    declare -A ports=(${toString (map (name: "[${name}]=${port name}") profiles)})
    without_engine="What works without them is a runner: nix run .#up -- default runner"

    usage() { cat ${usage}; }

    up_runner() {
      export PATH="${pkgs.ffmpeg-headless}/bin:${pkgs.nginx}/bin:$PATH"
      exec "$hlsctl" up ${lib.escapeShellArgs settings} "$@"
    }

    ${tools.profiles scope}
    ${tools.outputs}
    ${tools.images}
    ${builtins.readFile ./up.sh}'';
}
