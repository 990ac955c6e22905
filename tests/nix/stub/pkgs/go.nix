# buildGoModule compiles nothing here: the program knows the real one's flags and tells what it was started with.
{ lib, stdenv, final }:
{ pname, version, src, vendorHash, subPackages ? [ "." ], ldflags ? [ ], doCheck ? true, env ? { }, meta ? { }, passthru ? { }, tags ? [ ] }:
let
  program = if subPackages == [ "." ] then pname else baseNameOf (builtins.head subPackages);
in
stdenv.mkDerivation {
  inherit pname version meta passthru src;
  script = ''
    #!${final.runtimeShell}
    flags=(clients ramp-rate ramp-jitter duration variant metrics log-format timeout reconnect reconnect-delay
      seg-retry tui no-cache resolve dangerous header origin-metrics v h help skip-preflight print-cmd check)
    for arg in "$@"; do
      case $arg in
        -h | -help | --help) printf 'Usage: %s [flags] <HLS_URL>\n' ${program} >&2; printf '  -%s\n' "''${flags[@]}" >&2; exit 0 ;;
        -*)
          name=''${arg##-}; name=''${name#-}; name=''${name%%=*}
          case " ''${flags[*]} " in *" $name "*) ;; *) echo "flag provided but not defined: -$name" >&2; exit 2 ;; esac ;;
      esac
    done
    printf '%s\n' "$@"
  '';
  passAsFile = [ "script" ];
  buildCommand = ''
    test -e $src/go.mod
    install -Dm755 $scriptPath $out/bin/${program}
  '';
}
