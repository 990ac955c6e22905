refuse_type() {
  local listed
  printf -v listed ', %s' "${types[@]}"
  printf '%s\n' "There is no deployment type \"$1\". The types are ${listed:2}." >&2
  exit 2
}

refuse_order() {
  printf '%s\n' "\"$1\" is a type, and the profile goes first: nix run .#up -- default $1" >&2
  exit 4
}

tell_url() {
  printf '%s\n' "The origin will be at http://127.0.0.1:${ports[$profile]}/ . Ctrl-C ends it." >&2
}

up_container() {
  load_image "test-origin-container$suffix"
  tell_url
  run_confined --publish "127.0.0.1:${ports[$profile]}:${ports[$profile]}" -- "$@"
}

# systemd wants a mounted cgroup and its own /run; SYS_PTRACE is for units that hide other processes.
up_enhanced() {
  local flags=(--tmpfs /tmp --cap-add SYS_ADMIN --cap-add SYS_PTRACE) port
  for port in "${ports[$profile]}" 17100 17113; do
    flags+=(--publish "127.0.0.1:$port:$port")
  done
  load_image "test-origin-container-enhanced$suffix"
  if [[ $engine == podman ]]; then
    flags+=(--systemd=always)
  else
    flags+=(--cgroupns private --tmpfs /run --tmpfs /run/lock)
    # The second hierarchy of version 1 is found nowhere else.
    if [[ ! -e /sys/fs/cgroup/cgroup.controllers ]]; then flags+=(--volume /sys/fs/cgroup:/sys/fs/cgroup:rw); fi
  fi
  tell_url
  exec "$engine" run --rm "${flags[@]}" "$image" "$@"
}

up_iso() {
  local link="result-test-origin-$type$suffix" files
  build_output "test-origin-$type$suffix" "$link"
  files=("$link"/iso/*.iso)
  printf '%s\n' "${files[0]}"
  printf '%s\n' "Write it to a USB stick, or try it: qemu-system-${system%%-*} -m 4096 -cdrom ${files[0]}" >&2
}

case "${1-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
# hlsctl has a menu for terminals.
if (($# == 0)); then up_runner; fi

words=()
while (($# > 0 && ${#words[@]} < 2)) && [[ $1 != -* ]]; do
  words+=("$1")
  shift
done
profile="${words[0]-default}"
type="${words[1]-runner}"

if ! is_among "$type" "${types[@]}"; then refuse_type "$type"; fi
if is_among "$profile" "${types[@]}" && ! is_among "$profile" "${profiles[@]}"; then refuse_order "$profile"; fi
set_suffix "$profile"
if is_among "$type" "${lacking[@]}"; then run_output "test-origin-$type$suffix" "$@"; fi

case "$type" in
  runner) up_runner "$profile" runner "$@" ;;
  container) up_container "$@" ;;
  container-enhanced) up_enhanced "$@" ;;
  vm) run_output "test-origin-vm$suffix" "$@" ;;
  iso | iso-cloud-init) up_iso ;;
esac
