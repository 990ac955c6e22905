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
  # By what follows them, as the real one's help says it.
  flags = {
    "" = "check dangerous no-cache print-cmd reconnect skip-preflight tui v version";
    int = "clients ramp-rate reconnect-delay seg-retry";
    duration = "duration ramp-jitter timeout";
    string = "log-format metrics origin-metrics resolve variant";
    value = "header";
  };
  known = builtins.concatStringsSep " " ([ "h help" ] ++ builtins.attrValues flags);
  helpOf =
    type: names:
    "printf '  -%s\\n    \\tsets %s\\n' "
    + lib.concatMapStringsSep " " (name: "'${lib.removeSuffix " " "${name} ${type}"}' ${name}") (
      lib.splitString " " names
    );
  help = builtins.concatStringsSep "\n" (lib.mapAttrsToList helpOf flags);
in
stdenv.mkDerivation {
  inherit pname version meta passthru src;
  script = ''
    #!${final.runtimeShell}
    flags=" ${known} "
    help() {
    printf 'Usage:\n  %s [flags] <HLS_URL>\n\nFlags:\n' ${program}
    ${help}
    }
    for arg in "$@"; do
      case $arg in
        -h | -help | --help) help >&2; exit 0 ;;
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
