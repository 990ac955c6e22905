# Starts the Go program of nix/container.nix: environment → flags, then EXTRA_ARGS, then the words given to the
# container, of which the last wins. The stream's URL goes last, wherever it was given: the program stops reading flags
# at the first other word.
{ pkgs, package }:
pkgs.writeShellApplication {
  name = "swarm-entrypoint";
  runtimeInputs = [
    package
    pkgs.ffmpeg-headless
  ];
  text = ''
    flags=(-tui=false)
    url=""
    problems=0

    refuse() {
      printf '%s\n' "$1" >&2
      problems=1
    }

    # VARIABLE PATTERN WHAT: whether it is set; refused when it is no WHAT.
    is_set() {
      local value="''${!1-}"
      [[ -n $value ]] || return 1
      [[ $value =~ ^($2)$ ]] || refuse "$1 is \"$value\", but it must be $3."
    }

    # A duration for the program, which wants a unit: a bare number gets the one given.
    with_unit() {
      if [[ $1 =~ ^[0-9]+$ ]]; then printf '%s%s' "$1" "$2"; else printf '%s' "$1"; fi
    }

    # -FLAG=BOOLEAN from VARIABLE.
    add_boolean() {
      is_set "$1" 'true|false|yes|no|1|0' "true or false" || return 0
      case "''${!1}" in
        true | yes | 1) flags+=("$2=true") ;;
        *) flags+=("$2=false") ;;
      esac
    }

    # The program has only info, and debug by -v.
    add_log_level() {
      is_set LOG_LEVEL 'info|debug' "info or debug: this program cannot say less than info" || return 0
      if [[ $LOG_LEVEL == debug ]]; then flags+=(-v); fi
    }

    from_environment() {
      local duration='([0-9]+(\.[0-9]+)?(ms|s|m|h))+'
      if is_set CLIENTS '[1-9][0-9]*' "a whole number from 1"; then flags+=(-clients "$CLIENTS"); fi
      if is_set RAMP_RATE '[1-9][0-9]*' "a whole number of clients per second from 1"; then
        flags+=(-ramp-rate "$RAMP_RATE")
      fi
      if is_set RAMP_JITTER "[0-9]+|$duration" "milliseconds, or a time like 100ms"; then
        flags+=(-ramp-jitter "$(with_unit "$RAMP_JITTER" ms)")
      fi
      if is_set DURATION "0|$duration" "a time like 90s or 5m, or 0 for no end"; then
        flags+=(-duration "$DURATION")
      fi
      if is_set TIMEOUT "[0-9]+|$duration" "seconds, or a time like 15s"; then
        flags+=(-timeout "$(with_unit "$TIMEOUT" s)")
      fi
      if is_set VARIANT 'all|highest|lowest|first' "all, highest, lowest or first: this program does not adapt"; then
        flags+=(-variant "$VARIANT")
      fi
      if is_set METRICS_PORT '[1-9][0-9]{0,4}' "a port"; then flags+=(-metrics "''${METRICS_ADDRESS:-0.0.0.0}:$METRICS_PORT"); fi
      add_boolean RECONNECT -reconnect
      add_boolean NO_CACHE -no-cache
      add_log_level
    }

    # Words as the program would read them, but with the URL anywhere among them.
    from_words() {
      while (($# > 0)); do
        case "$1" in
          -h | -help | --help | -version | --version | version) exec go-ffmpeg-hls-swarm "$1" ;;
          -*=* | -v | --v) flags+=("$1") ;;
          -no-cache | -dangerous | -print-cmd | -check | -skip-preflight | -reconnect | -restart-on-stall | \
            -stats | -ffmpeg-debug | -tui | -prom-client-metrics) flags+=("$1") ;;
          --no-cache | --dangerous | --print-cmd | --check | --skip-preflight | --reconnect | --restart-on-stall | \
            --stats | --ffmpeg-debug | --tui | --prom-client-metrics) flags+=("$1") ;;
          -*)
            flags+=("$1")
            if (($# > 1)); then
              flags+=("$2")
              shift
            fi
            ;;
          *) url="$1" ;;
        esac
        shift
      done
    }

    url="''${STREAM_URL-}"
    from_environment
    read -r -a extra <<<"''${EXTRA_ARGS-}"
    from_words ''${extra[@]+"''${extra[@]}"} "$@"
    if [[ -z $url ]]; then
      refuse "Which stream? Give its URL as a word, or in STREAM_URL: docker run … http://host:17080/stream.m3u8"
    fi
    if ((problems > 0)); then exit 2; fi
    exec go-ffmpeg-hls-swarm "''${flags[@]}" "$url"
  '';
}
