# Programs of the Debian machine, copied with the libraries they are linked to, so that they run from the store and in
# images. For another system the same derivations exist but cannot be built here.
{ lib, stdenv, local }:
let
  linux = lib.platforms.linux;
  # Programs by the path Debian has them at.
  copy = pname: programs: args:
    stdenv.mkDerivation ({
      inherit pname;
      version = args.version or "0-debian";
      outputs = [ "out" ];
      buildCommand = ''
        mkdir -p $out/bin $out/lib/debian
        loader=
        for program in ${lib.escapeShellArgs programs}; do
          install -m755 "$(readlink -f "$program")" $out/bin/$(basename "$program")
          if ! ldd "$program" >/dev/null 2>&1; then continue; fi
          ldd "$program" | grep -o '/[^ ]*' | while read -r lib; do
            [ -e $out/lib/debian/$(basename "$lib") ] || cp -L "$lib" $out/lib/debian/
          done
          loader=$out/lib/debian/$(basename "$(patchelf --print-interpreter "$out/bin/$(basename "$program")")")
          patchelf --set-interpreter "$loader" --force-rpath --set-rpath $out/lib/debian $out/bin/$(basename "$program")
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
      meta = { mainProgram = baseNameOf (builtins.head programs); } // args.meta or { };
      passthru = args.passthru or { };
    });
  usr = names: map (name: "/usr/bin/${name}") names;
  simple = name: copy name (usr [ name ]) { };
  # Known by name and platform only; whoever builds one is told.
  nameOnly = platforms: pname: stdenv.mkDerivation {
    inherit pname;
    version = "0";
    buildCommand = "mkdir -p $out/bin; printf '#!/bin/sh\\necho ${pname} of the stub >&2; exit 1\\n' > $out/bin/${pname}; chmod +x $out/bin/${pname}";
    meta = { mainProgram = pname; } // lib.optionalAttrs (platforms != null) { inherit platforms; };
  };
  everywhere = nameOnly null;
  onLinux = nameOnly linux;
  ffmpeg = copy "ffmpeg" (usr [ "ffmpeg" "ffprobe" ]) { version = "5.1-debian"; };
in
lib.mapAttrs (name: _: everywhere name) {
  delve = 1; go = 1; golangci-lint = 1; gopls = 1; gotools = 1; just = 1; nil = 1; nixfmt = 1; nodejs = 1;
  nixfmt-tree = 1; statix = 1; deadnix = 1; typescript = 1; which = 1; git = 1; fish = 1; zsh = 1; lsof = 1; biome = 1;
}
// lib.mapAttrs (name: _: onLinux name) {
  shadow = 1; util-linux = 1; iproute2 = 1; iputils = 1; kmod = 1; cloud-init = 1; strace = 1; tcpdump = 1;
  htop = 1; procps = 1; iperf3 = 1; ethtool = 1; sysstat = 1; prometheus-nginx-exporter = 1; prometheus-node-exporter = 1;
}
// {
  bash = copy "bash" [ "/bin/bash" ] {
    more = "ln -s bash $out/bin/sh";
    passthru.shellPath = "/bin/bash";
  };
  bashInteractive = copy "bash-interactive" [ "/bin/bash" ] { more = "ln -s bash $out/bin/sh"; };
  coreutils = copy "coreutils" (usr [ "basename" "cat" "chmod" "cp" "cut" "date" "dirname" "echo" "env" "head" "id" "install" "ln" "ls" "mkdir" "mktemp" "mv" "printf" "readlink" "realpath" "rm" "rmdir" "seq" "sha256sum" "sleep" "sort" "stat" "tail" "tee" "test" "timeout" "touch" "tr" "true" "false" "uname" "uniq" "wc" "nproc" "df" "comm" ] ++ [ "/bin/kill" ]) { };
  gnugrep = copy "gnugrep" (usr [ "grep" ]) { };
  gnused = copy "gnused" (usr [ "sed" ]) { };
  gawk = copy "gawk" [ "/usr/bin/awk" ] { };
  gnutar = copy "gnutar" (usr [ "tar" ]) { };
  gzip = simple "gzip";
  findutils = copy "findutils" (usr [ "find" "xargs" ]) { };
  diffutils = copy "diffutils" (usr [ "diff" "cmp" ]) { };
  curl = simple "curl";
  jq = simple "jq";
  inherit ffmpeg;
  ffmpeg-headless = ffmpeg;
  ffmpeg-full = ffmpeg;
  shellcheck = everywhere "shellcheck" // copy "shellcheck" (usr [ "shellcheck" ]) { };
  nginx = copy "nginx" [ "/usr/sbin/nginx" ] {
    version = "1.22-debian";
    more = "mkdir -p $out/conf; cp /etc/nginx/mime.types $out/conf/";
  };
  systemd = copy "systemd" (usr [ "systemctl" "journalctl" "systemd-analyze" ]) { meta.platforms = linux; };
  qemu = everywhere "qemu";
  qemu_kvm = everywhere "qemu";
  qemu_test = everywhere "qemu";
  cacert = stdenv.mkDerivation {
    name = "nss-cacert-0-debian";
    buildCommand = "mkdir -p $out/etc/ssl/certs; cp -L /etc/ssl/certs/ca-certificates.crt $out/etc/ssl/certs/ca-bundle.crt";
  };
  tzdata = stdenv.mkDerivation {
    name = "tzdata-0-debian";
    buildCommand = "mkdir -p $out/share/zoneinfo";
  };
  bun = copy "bun" [ "${local.nodeModules}/bun/bin/bun.exe" ] {
    version = local.bunVersion;
    more = "mv $out/bin/bun.exe $out/bin/bun; ln -s bun $out/bin/bunx";
    meta.mainProgram = "bun";
    passthru = { inherit (local) nodeModules; };
  };
}
