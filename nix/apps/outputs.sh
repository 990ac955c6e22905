need_nix() {
  if command -v nix >/dev/null; then return; fi
  printf '%s\n' "This app builds with nix, and nix is not on PATH here." >&2
  exit 6
}

# ATTRIBUTE LINK: builds an output and leaves LINK to it.
build_output() {
  need_nix
  if nix build "${nix_flags[@]}" --out-link "$2" "$flake#$1"; then return; fi
  printf '%s\n' "$1 was not built; nix says above why." >&2
  exit 10
}

# ATTRIBUTE [WORD…]: becomes the program of an output.
run_output() {
  local attribute="$1"
  shift
  need_nix
  exec nix run "${nix_flags[@]}" "$flake#$attribute" -- "$@"
}
