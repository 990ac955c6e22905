# Derivations built by Debian's shell, outside of any sandbox.
{ lib, system, platform }:
let
  setup = builtins.toFile "setup" ''
    if [ -z "''${NIX_BUILD_TOP-}" ]; then NIX_BUILD_TOP=$PWD; fi
    PATH=/usr/sbin:/usr/bin:/bin
    for one in ''${nativeBuildInputs-} ''${buildInputs-} ''${packages-}; do
      PATH=$one/bin:$PATH
      if [ -e $one/nix-support/setup-hook ]; then source $one/nix-support/setup-hook; fi
    done
    export PATH
    runHook() { if declare -F "$1" >/dev/null; then "$1"; else eval "''${!1-}"; fi; }
    runPhase() { if [ -n "''${!1-}" ]; then eval "''${!1}"; elif declare -F "$1" >/dev/null; then "$1"; fi; }
    unpackPhase() {
      if [ -z "''${src-}" ]; then return; fi
      if [ -d "$src" ]; then cp -r "$src" source; chmod -R u+w source; cd source; else tar -xf "$src"; cd */; fi
    }
    genericBuild() {
      if [ -n "''${buildCommandPath-}" ]; then source "$buildCommandPath"; return; fi
      if [ -n "''${buildCommand-}" ]; then eval "$buildCommand"; return; fi
      if [ -z "''${dontUnpack-}" ]; then runPhase unpackPhase; fi
      runPhase patchPhase; runPhase configurePhase; runPhase buildPhase
      if [ -n "''${doCheck-}" ]; then runPhase checkPhase; fi
      runPhase installPhase; runHook preFixup; runHook postFixup
      if [ -n "''${doInstallCheck-}" ]; then runPhase installCheckPhase; fi
    }
  '';
  builder = builtins.toFile "builder.sh" ''
    set -euo pipefail
    export HOME=/homeless-shelter TMPDIR=$NIX_BUILD_TOP SHELL=/bin/bash
    source ${setup}
    genericBuild
  '';
  self = derivation {
    name = "stdenv";
    inherit system setup;
    builder = "/bin/bash";
    args = [ "-c" "/bin/mkdir $out; /bin/cp $setup $out/setup" ];
  };
  isSupported = meta: !(meta ? platforms) || builtins.elem system meta.platforms;

  mkDerivation = given: let
    final = attrs // drv;
    attrs = if builtins.isFunction given then given final else given;
    name = attrs.name or "${attrs.pname}-${attrs.version}";
    meta = { inherit name; available = isSupported attrs.meta or { }; } // attrs.meta or { };
    allowed = if isSupported meta then true else throw
      "Refusing to evaluate package '${name}' because it is not available on the requested hostPlatform:\n  hostPlatform.system = \"${system}\"";
    isText = attrs ? passAsFile;
    raw = derivation (
      { PATH = "/usr/sbin:/usr/bin:/bin"; }
      // removeAttrs attrs [ "meta" "passthru" "pos" "env" ]
      // attrs.env or { }
      // {
        inherit name;
        system = assert allowed; system;
        stdenv = self;
        builder = "/bin/bash";
        args = [ builder ];
        outputs = attrs.outputs or [ "out" ];
      }
    );
    drv = raw // attrs.passthru or { } // {
      inherit meta stdenv;
      passthru = attrs.passthru or { };
      overrideAttrs = f: mkDerivation (let
        over = if builtins.isFunction f then f else _: f;
        new = over attrs; in attrs // (if builtins.isFunction new then new attrs else new));
    } // lib.optionalAttrs (attrs ? pname) { inherit (attrs) pname; } // lib.optionalAttrs (attrs ? version) { inherit (attrs) version; };
  in drv;
  stdenv = {
    inherit mkDerivation system;
    inherit (platform) isLinux isDarwin isx86_64 isAarch64;
    hostPlatform = platform;
    buildPlatform = platform;
    targetPlatform = platform;
    setup = self;
  };
in
stdenv
