# What a profile of the origin becomes, written by `hlsctl render`, never by Nix.
#
#   { pkgs, hlsctl, resolved, bind ? "0.0.0.0", programs ? { } } -> derivation
#
# `resolved` is { name; overrides; config; derived; cache; … } of nix/test-origin/config. The build fails when hlsctl
# resolves the same profile and overrides to anything else. `programs` replaces single entries of the paths below.
#
#   $out/etc/systemd/system/   hls-generator.service hls-origin.service hls-origin.slice hls-origin-generator.slice
#                              hls-origin-nginx.slice and the tmpfs's mount (var-hls.mount); for `systemd.packages`
#   $out/etc/hls-origin/       nginx.conf and the multivariant playlist; units name them by store path, so that a
#                              changed configuration is a changed unit
#   $out/share/hls-origin/     player page: index.html, assets/
#   $out/lib/sysusers.d/       hls-origin.conf: user and group `hls-origin`
#   $out/nginx.conf            -> etc/hls-origin/nginx.conf
#   $out/ffmpeg.sh             the encoder's command, to be read (it begins at a fixed segment number)
#   $out/resolved.json         { name, config, derived, cache }
#
# Units hold absolute paths of programs only; their PATH is set by the unit. A host adds: the user `hls-origin`
# (system user of the same group), `wantedBy = [ "multi-user.target" ]` for hls-generator and hls-origin, the firewall.
{
  pkgs,
  hlsctl,
  resolved,
  bind ? "0.0.0.0",
  programs ? { },
}:
let
  inherit (import ./lib.nix) toJSON;
  inherit (pkgs) coreutils lib writeText;
  name = lib.escapeShellArg resolved.name;
  json = file: value: writeText file (toJSON value);

  paths = json "paths.json" (
    {
      ffmpeg = "${pkgs.ffmpeg-headless}/bin/ffmpeg";
      nginx = "${pkgs.nginx}/bin/nginx";
      sh = pkgs.runtimeShell;
      mkdir = "${coreutils}/bin/mkdir";
      cp = "${coreutils}/bin/cp";
      kill = "${coreutils}/bin/kill";
      find = "${pkgs.findutils}/bin/find";
      path = "${coreutils}/bin";
    }
    // programs
  );
  folders = json "folders.json" {
    configDir = "etc/hls-origin";
    playerDir = "share/hls-origin";
    unitDir = "etc/systemd/system";
    sysusersDir = "lib/sysusers.d";
  };
  overrides = json "overrides.json" resolved.overrides;
  nixSays = json "nix-says.json" { inherit (resolved) config derived cache; };
in
pkgs.runCommand "hls-origin-${resolved.name}"
  {
    nativeBuildInputs = [ pkgs.jq ];
    meta.description = "Units, nginx.conf, playlist and page of the origin, profile ${resolved.name}";
  }
  ''
    export HOME=$TMPDIR HLSCTL_HOME=$TMPDIR/hlsctl NO_COLOR=1
    ask() { ${hlsctl}/bin/hlsctl "$@" --set-file ${overrides} --quiet; }

    ask profiles show ${name} --component origin --json > shown.json
    jq '.data | { config, derived, cache }' shown.json > hlsctl-says.json
    jq --raw-output --null-input --slurpfile nix ${nixSays} --slurpfile hlsctl hlsctl-says.json \
      --from-file ${./disagreement.jq} > disagreement
    if [ -s disagreement ]; then
      echo "hlsctl and the Nix code of this flake disagree on profile" ${name}:
      cat disagreement
      echo "nix/, profiles/ and hlsctl belong together; lay them down anew with: hlsctl nix write"
      exit 1
    fi >&2

    jq --arg out "$out" --slurpfile folders ${folders} \
      '. + ($folders[0] | map_values($out + "/" + .))' ${paths} > paths.json
    ask render systemd ${name} --bind ${lib.escapeShellArg bind} --paths paths.json --into / > written
    ask render ffmpeg ${name} --start-number 0 > $out/ffmpeg.sh
    ln -s etc/hls-origin/nginx.conf $out/nginx.conf
    jq '.data | { name, config, derived, cache }' shown.json > $out/resolved.json
  ''
