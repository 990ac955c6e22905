# buildGoModule compiles nothing here: the program knows the real one's flags and tells what it was started with.
{
  lib,
  stdenv,
  final,
}:
{
  pname,
  version,
  src,
  vendorHash,
  subPackages ? [ "." ],
  ldflags ? [ ],
  doCheck ? true,
  meta ? { },
  passthru ? { },
}:
let
  program = if subPackages == [ "." ] then pname else baseNameOf (builtins.head subPackages);
  flags = [
    "check clients dangerous duration h header help log-format metrics no-cache origin-metrics print-cmd ramp-jitter"
    "ramp-rate reconnect reconnect-delay resolve seg-retry skip-preflight timeout tui v variant version"
  ];
in
stdenv.mkDerivation {
  inherit pname version meta passthru src;
  script = ''
    #!${final.runtimeShell}
    flags=" ${toString flags} "
    for arg in "$@"; do
      case $arg in
        -h | -help | --help) printf 'Usage: %s [flags] <HLS_URL>\nFlags:%s\n' ${program} "$flags" >&2; exit 0 ;;
        -*)
          name=''${arg#-}; name=''${name#-}; name=''${name%%=*}
          case $flags in
            *" $name "*) ;;
            *) echo "flag provided but not defined: -$name" >&2; exit 2 ;;
          esac ;;
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
