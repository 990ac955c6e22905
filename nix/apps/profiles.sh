# WORD LIST…: whether the word is one of the list.
is_among() {
  local word="$1" one
  shift
  for one in "$@"; do
    if [[ $one == "$word" ]]; then return 0; fi
  done
  return 1
}

# PROFILE: what outputs of the profile end with; refuses one that this flake has not (exit 4). hlsctl names the nearest;
# it may also know a profile of the user's own.
set_suffix() {
  if ! is_among "$1" "${profiles[@]}"; then
    if "$hlsctl" profiles show "$1" --component origin --quiet >/dev/null; then
      printf '%s\n' "The profile \"$1\" is your own, and this flake does not have it. For one that does: hlsctl nix write" >&2
    fi
    exit 4
  fi
  suffix="-$1"
  if [[ $1 == default ]]; then suffix=""; fi
}
