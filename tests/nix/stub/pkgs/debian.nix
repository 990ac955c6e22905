# Programs of the Debian machine, copied with the libraries they are linked to, so that they run from the store and in
# images. For another system the same derivations exist but cannot be built here.
{ lib, stdenv, local }:
let
  linux = lib.platforms.linux;

  # Programs by the paths Debian has them at.
  copy =
    pname: programs: args:
    stdenv.mkDerivation {
      inherit pname;
      version = args.version or "0-debian";
      buildCommand = ''
        mkdir -p $out/bin $out/lib/debian
        loader=
        for program in ${lib.escapeShellArgs programs}; do
          mine=$out/bin/$(basename "$program")
          install -m755 "$(readlink -f "$program")" "$mine"
          if ! ldd "$program" >/dev/null 2>&1; then continue; fi
          for lib in $(ldd "$program" | grep -o '/[^ ]*'); do cp -Lu "$lib" $out/lib/debian/; done
          loader=$out/lib/debian/$(basename "$(patchelf --print-interpreter "$mine")")
          patchelf --set-interpreter "$loader" --force-rpath --set-rpath $out/lib/debian "$mine"
        done
        # Name service needs these though nothing is linked to them.
        for lib in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
          if [ -n "$loader" ]; then cp -L /lib/*-linux-gnu/$lib $out/lib/debian/; fi
        done
        chmod -R u+w $out
        for lib in $out/lib/debian/*; do
          case $lib in */ld-linux*) ;; *) patchelf --remove-rpath "$lib" ;; esac
        done
        ${args.more or ""}
      '';
      meta = {
        mainProgram = baseNameOf (builtins.head programs);
      }
      // args.meta or { };
      passthru = args.passthru or { };
    };
  usr = names: map (name: "/usr/bin/${name}") names;
  one = name: copy name (usr [ name ]) { };

  # There by name and platform only.
  nameOnly =
    meta: pname:
    stdenv.mkDerivation {
      inherit pname;
      version = "0";
      buildCommand = ''
        mkdir -p $out/bin
        printf '#!/bin/sh\necho ${pname} of the stub >&2; exit 1\n' > $out/bin/${pname}
        chmod +x $out/bin/${pname}
      '';
      meta = {
        mainProgram = pname;
      }
      // meta;
    };
  named = meta: names: lib.genAttrs names (nameOnly meta);

  ffmpeg = copy "ffmpeg" (usr [ "ffmpeg" "ffprobe" ]) { version = "5-debian"; };
  shell = {
    more = "ln -s bash $out/bin/sh";
  };
in
named { } [
  "delve"
  "go"
  "golangci-lint"
  "gopls"
  "gotools"
  "nil"
  "nixfmt"
  "nixfmt-tree"
  "nodejs"
  "qemu_kvm"
]
// named { platforms = linux; } [
  "prometheus-nginx-exporter"
  "prometheus-node-exporter"
  "shadow"
  "util-linux"
]
// lib.genAttrs [ "curl" "jq" "shellcheck" ] one
// {
  inherit ffmpeg;
  ffmpeg-headless = ffmpeg;
  ffmpeg-full = ffmpeg;
  bash = copy "bash" [ "/bin/bash" ] shell;
  bashInteractive = copy "bash-interactive" [ "/bin/bash" ] shell;
  coreutils = copy "coreutils" (
    [ "/bin/kill" ]
    ++ usr (
      lib.splitString " " (
        "basename cat chmod comm cp cut date df dirname echo env false head id install ln ls mkdir mktemp mv nproc "
        + "printf readlink realpath rm rmdir seq sha256sum sleep sort stat tail tee test timeout touch tr true uname "
        + "uniq wc"
      )
    )
  ) { };
  findutils = copy "findutils" (usr [ "find" "xargs" ]) { };
  nginx = copy "nginx" [ "/usr/sbin/nginx" ] {
    more = "mkdir -p $out/conf; cp /etc/nginx/mime.types $out/conf/";
  };
  systemd = copy "systemd" (usr [ "systemctl" "journalctl" ]) { meta.platforms = linux; };
  cacert = stdenv.mkDerivation {
    name = "nss-cacert-0-debian";
    buildCommand = ''
      mkdir -p $out/etc/ssl/certs
      cp -L /etc/ssl/certs/ca-certificates.crt $out/etc/ssl/certs/ca-bundle.crt
    '';
  };
  bun = copy "bun" [ "${local.nodeModules}/bun/bin/bun.exe" ] {
    version = local.bunVersion;
    more = "mv $out/bin/bun.exe $out/bin/bun";
    meta.mainProgram = "bun";
    passthru = { inherit (local) nodeModules; };
  };
}
