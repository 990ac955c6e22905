# Checks that take seconds: hlsctl and Nix agree on every profile, and what is rendered is what its reader accepts.
{
  pkgs,
  scope,
  apps,
}:
let
  inherit (pkgs) lib;
  inherit (scope) hlsctl origins clients;
  inherit (import ../lib.nix) toJSON;
  named =
    prefix: check:
    lib.mapAttrs' (name: subject: lib.nameValuePair "${prefix}-${name}" (check name subject));

  # Its build fails where the two disagree; it also brings units, nginx.conf, playlist and page.
  rendered = _name: made: made.rendered;

  swarmOverrides = pkgs.writeText "overrides.json" (toJSON (scope.flakeOverrides.swarm or { }));
  nixSays =
    made:
    pkgs.writeText "nix-says.json" (toJSON {
      inherit (made) config derived;
    });
  agrees =
    name: made:
    pkgs.runCommand "swarm-agrees-${name}" { nativeBuildInputs = [ pkgs.jq ]; } ''
      export HOME=$TMPDIR HLSCTL_HOME=$TMPDIR/hlsctl
      ${hlsctl}/bin/hlsctl profiles show ${name} --component swarm --json --set-file ${swarmOverrides} |
        jq '.data | { config, derived }' > hlsctl-says.json
      jq --raw-output --null-input --slurpfile nix ${nixSays made} --slurpfile hlsctl hlsctl-says.json \
        --from-file ${../disagreement.jq} > $out
      if [ -s $out ]; then
        echo "hlsctl and the Nix code of this flake disagree on the swarm profile ${name}:" >&2
        cat $out >&2
        exit 1
      fi
    '';

  # The same file, but with what nginx opens at its start inside the build's folder.
  syntax =
    name: made:
    pkgs.runCommand "nginx-syntax-${name}" { } ''
      sed -E "s,((pid|_temp_path|access_log) )/,\1$PWD/," ${made.nginxConfig} > nginx.conf
      grep -oE "$PWD/[^; ]+" nginx.conf | xargs dirname | xargs mkdir -p
      ${pkgs.nginx}/bin/nginx -t -e stderr -p "$PWD" -c "$PWD/nginx.conf" 2>&1 | tee $out
    '';

  # Building a script passes it to shellcheck; this also starts it.
  tell =
    name: app:
    pkgs.runCommand "app-${name}" { } ''
      export HOME=$TMPDIR HLSCTL_HOME=$TMPDIR/hlsctl
      ${app.program} --help > $out
      test -s $out
    '';

  completions = pkgs.runCommand "completions" { } ''
    export HOME=$TMPDIR HLSCTL_HOME=$TMPDIR/hlsctl
    bash -n ${hlsctl}/share/bash-completion/completions/hlsctl
    ${hlsctl}/bin/hlsctl __complete profiles > $out
    for name in ${toString (builtins.attrNames origins)}; do
      if ! grep -q "^$name	" $out; then
        echo "hlsctl does not complete the profile $name" >&2
        exit 1
      fi
    done
  '';
in
named "rendered" rendered origins
// named "nginx-syntax" syntax origins
// named "swarm-agrees" agrees clients
// named "app" tell apps
// {
  inherit completions;
}
