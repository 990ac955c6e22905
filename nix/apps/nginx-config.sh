case "${1-}" in
  -h | --help)
    printf '%s\n' "nix run .#nginx-config -- [PROFILE]" "The profiles are ${profiles[*]}."
    exit 0
    ;;
esac
if (($# > 1)); then
  printf '%s\n' "One profile is enough; \"$2\" is one word too many." >&2
  exit 2
fi
set_suffix "${1-default}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
build_output "test-origin-nginx-config$suffix" "$folder/nginx.conf"
cat "$folder/nginx.conf"
