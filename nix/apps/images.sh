# Sets `engine` to the program that runs images and answers.
find_engine() {
  local one found=""
  for one in docker podman; do
    if ! command -v "$one" >/dev/null; then continue; fi
    engine="$one"
    if "$one" info >/dev/null 2>&1; then return; fi
    found="$one"
  done
  if [[ -n $found ]]; then
    printf '%s\n' "$found is installed but does not answer. To see why: $found info" >&2
  else
    printf '%s\n' "An image is run by docker or podman, and neither is on PATH." >&2
  fi
  printf '%s\n' "$without_engine" >&2
  exit 6
}

# ATTRIBUTE: builds an image and hands it over; sets `image` to what it is called there.
load_image() {
  find_engine
  image_folder="$(mktemp -d)"
  trap 'rm -rf "$image_folder"' EXIT
  build_output "$1" "$image_folder/image"
  # Both engines end with "Loaded image: NAME:TAG".
  image="$("$engine" load --input "$image_folder/image")"
  image="${image##*: }"
  rm -rf "$image_folder"
  trap - EXIT
}

# [FLAG…] -- [WORD…]: becomes a container of `image` that may do no more than it needs.
run_confined() {
  local flags=()
  while [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  shift
  exec "$engine" run --rm --read-only --tmpfs /tmp:mode=1777 --cap-drop ALL --security-opt no-new-privileges \
    "${flags[@]}" "$image" "$@"
}
