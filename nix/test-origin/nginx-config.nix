# nginx.conf of an origin, as its units use it.
#
#   { pkgs, rendered } -> derivation, a file
{ pkgs, rendered }: pkgs.runCommand "nginx.conf" { } "cp ${rendered}/nginx.conf $out"
