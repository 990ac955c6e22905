# What a profile of the origin becomes, written by `hlsctl render`, never by Nix.
#
#   { pkgs, hlsctl, resolved, bind ? "0.0.0.0", programs ? { } } -> derivation
#
# `resolved` is { name; config; derived; cache; overrides; } of nix/test-origin/config. The build fails when hlsctl
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
