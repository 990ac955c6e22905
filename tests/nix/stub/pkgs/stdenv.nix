# Derivations built by Debian's shell, outside of any sandbox. All of them are one `buildCommand`.
{ lib, system, platform }:
let
  # `nix develop` reads it too.
  setup = builtins.toFile "setup" ''
    export PATH=/usr/sbin:/usr/bin:/bin
    for one in ''${nativeBuildInputs-}; do PATH=$one/bin:$PATH; done
  '';
  builder = builtins.toFile "builder.sh" ''
    set -euo pipefail
    export HOME=/homeless-shelter TMPDIR=$NIX_BUILD_TOP SHELL=/bin/bash
    source ${setup}
    if [ -n "''${buildCommandPath-}" ]; then source "$buildCommandPath"; else eval "$buildCommand"; fi
  '';
  folder = derivation {
    name = "stdenv";
    inherit system setup;
    builder = "/bin/bash";
    args = [
      "-c"
      "/bin/mkdir $out; /bin/cp $setup $out/setup"
    ];
  };

  mkDerivation =
    attrs:
    let
      name = attrs.name or "${attrs.pname}-${attrs.version}";
      meta = {
        inherit name;
        available = isAvailable;
      }
      // attrs.meta or { };
      isAvailable = !(attrs ? meta.platforms) || builtins.elem system attrs.meta.platforms;
      refusal = ''
        Refusing to evaluate package '${name}' because it is not available on the requested hostPlatform:
          hostPlatform.system = "${system}"
      '';
      passthru = attrs.passthru or { };
      described = {
        inherit meta passthru stdenv;
      };
      made = derivation (
        removeAttrs attrs [
          "meta"
          "passthru"
        ]
        // {
          inherit name;
          outputs = [ "out" ];
          system = if isAvailable then system else throw refusal;
          stdenv = folder;
          builder = "/bin/bash";
          args = [ builder ];
        }
      );
    in
    made // passthru // builtins.intersectAttrs { pname = 1; version = 1; } attrs // described;

  stdenv = {
    inherit mkDerivation;
    inherit (platform) isDarwin isLinux;
    hostPlatform = platform;
    buildPlatform = platform;
  };
in
stdenv
