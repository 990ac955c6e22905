# shellcheck shell=bash disable=SC2034,SC2086,SC2206
# bash completion for hlsctl, made by `hlsctl completion bash`.
#
# Now:       source <(hlsctl completion bash)
# For good:  hlsctl completion bash > ~/.local/share/bash-completion/completions/hlsctl
#            or, without the package bash-completion, the line above in ~/.bashrc

_hlsctl_valued='--arrival --bind --builder --ca --canaries --churn --clients --component --duration --engine --find-capacity --header --html --input --into --junit --max-clients --metrics --name --net --only --origin-metrics --out --override-input --paths --port --profile --profile-file --ramp-jitter --ramp-rate --report --resolve --seed --server --set --set-file --source --stage --start-number --step-duration --system --tail --threshold --tier --timeout --type --user-agent --variant --workers -H -n'

_hlsctl_words() {
  subs='' flags='' wanted='' rest=''
  case $1 in
    '')
      subs='up swarm probe ps logs down build nix check doctor report profiles explain render completion version'
      flags='--help --version --json'
      ;;
    nix)
      subs='write show'
      flags=--help
      ;;
    report)
      subs='show compare merge grafana alerts'
      flags=--help
      ;;
    profiles)
      subs='list show diff validate'
      flags=--help
      ;;
    up)
      wanted='hlsctl:profiles hlsctl:types'
      rest=''
      flags='--profile --type --source --server --builder --input --bind --port --workers --name --detach --timeout --set --set-file --profile-file --override-input --offline --dry-run --yes --no-input --json --quiet --verbose --no-color --help'
      ;;
    swarm)
      wanted=user
      rest=''
      flags='--profile --clients --ramp-rate --ramp-jitter --duration --stage --arrival --churn --seed --workers --find-capacity --step-duration --max-clients --variant --engine --canaries --decrypt --verify --no-low-latency --timeout --reconnect --no-reconnect --net --header --user-agent --no-cache --insecure --ca --resolve --threshold --report --html --junit --metrics --metrics-compat --origin-metrics --print-cmd --set --set-file --profile-file --dry-run --yes --no-input --json --quiet --verbose --no-color --help'
      ;;
    probe)
      wanted=user
      rest=''
      flags='--duration --variant --timeout --header --user-agent --no-cache --insecure --ca --resolve --json --quiet --verbose --no-color --help'
      ;;
    ps)
      wanted=''
      rest=''
      flags='--json --quiet --verbose --no-color --help'
      ;;
    logs)
      wanted=hlsctl:instances
      rest=''
      flags='--follow --tail --json --quiet --verbose --no-color --help'
      ;;
    down)
      wanted=hlsctl:instances
      rest=''
      flags='--all --dry-run --json --quiet --verbose --no-color --help'
      ;;
    build)
      wanted=hlsctl:outputs
      rest=''
      flags='--profile --system --out --set --set-file --profile-file --override-input --offline --dry-run --yes --no-input --json --quiet --verbose --no-color --help'
      ;;
    'nix write')
      wanted=folders
      rest=''
      flags='--set --set-file --profile-file --component --force --dry-run --json --quiet --verbose --no-color --help'
      ;;
    'nix show')
      wanted=''
      rest=''
      flags='--type --system --component --profile-file --json --quiet --verbose --no-color --help'
      ;;
    check)
      wanted=''
      rest=''
      flags='--tier --only --list --junit --override-input --offline --json --quiet --verbose --no-color --help'
      ;;
    doctor)
      wanted=''
      rest=''
      flags='--type --json --quiet --verbose --no-color --help'
      ;;
    'report show')
      wanted=files
      rest=''
      flags='--html --json --quiet --verbose --no-color --help'
      ;;
    'report compare')
      wanted='files files'
      rest=''
      flags='--fail-on-regression --json --quiet --verbose --no-color --help'
      ;;
    'report merge')
      wanted=files
      rest=files
      flags='--report --html --junit --json --quiet --verbose --no-color --help'
      ;;
    'report grafana')
      wanted=''
      rest=''
      flags='--json --quiet --verbose --no-color --help'
      ;;
    'report alerts')
      wanted=''
      rest=''
      flags='--json --quiet --verbose --no-color --help'
      ;;
    'profiles list')
      wanted=''
      rest=''
      flags='--component --profile-file --json --quiet --verbose --no-color --help'
      ;;
    'profiles show')
      wanted=hlsctl:profiles
      rest=''
      flags='--component --set --set-file --profile-file --json --quiet --verbose --no-color --help'
      ;;
    'profiles diff')
      wanted='hlsctl:profiles hlsctl:profiles'
      rest=''
      flags='--component --set --set-file --profile-file --json --quiet --verbose --no-color --help'
      ;;
    'profiles validate')
      wanted=hlsctl:profiles
      rest=hlsctl:profiles
      flags='--all --component --profile-file --json --quiet --verbose --no-color --help'
      ;;
    explain)
      wanted='hlsctl:keys hlsctl:profiles'
      rest=''
      flags='--component --set --set-file --profile-file --json --quiet --verbose --no-color --help'
      ;;
    render)
      wanted='options:ffmpeg,nginx,systemd,master hlsctl:profiles'
      rest=''
      flags='--source --start-number --bind --paths --into --set --set-file --profile-file --json --quiet --verbose --no-color --help'
      ;;
    completion)
      wanted=options:bash,zsh,fish
      rest=''
      flags='--json --quiet --verbose --no-color --help'
      ;;
    version)
      wanted=''
      rest=''
      flags='--json --quiet --verbose --no-color --help'
      ;;
  esac
}

_hlsctl_value() {
  source=user
  case $1 in
    'up --profile' | 'swarm --profile' | 'build --profile')
      source=hlsctl:profiles
      ;;
    'up --type' | 'doctor --type')
      source=hlsctl:types
      ;;
    'up --source')
      source=options:auto,live,loop,embedded
      ;;
    'up --server')
      source=options:auto,nginx,embedded
      ;;
    'up --builder')
      source=options:auto,nix,docker
      ;;
    'up --input' | 'up --set-file' | 'up --profile-file' | 'swarm --ca' | 'swarm --report' | 'swarm --html' | 'swarm --junit' | 'swarm --set-file' | 'swarm --profile-file' | 'probe --ca' | 'build --out' | 'build --set-file' | 'build --profile-file' | 'nix write --set-file' | 'nix write --profile-file' | 'nix show --profile-file' | 'check --junit' | 'report show --html' | 'report merge --report' | 'report merge --html' | 'report merge --junit' | 'profiles list --profile-file' | 'profiles show --set-file' | 'profiles show --profile-file' | 'profiles diff --set-file' | 'profiles diff --profile-file' | 'profiles validate --profile-file' | 'explain --set-file' | 'explain --profile-file' | 'render --paths' | 'render --set-file' | 'render --profile-file')
      source=files
      ;;
    'up --set' | 'swarm --set' | 'build --set' | 'nix write --set' | 'profiles show --set' | 'profiles diff --set' | 'explain --set' | 'render --set')
      source=hlsctl:settings
      ;;
    'up --override-input' | 'build --override-input' | 'check --override-input')
      source=hlsctl:inputs
      ;;
    'swarm --arrival')
      source=options:uniform,poisson
      ;;
    'swarm --variant')
      source=options:all,highest,lowest,first,adaptive
      ;;
    'swarm --engine')
      source=options:native,ffmpeg
      ;;
    'swarm --net')
      source=options:auto,bun,epoll
      ;;
    'probe --variant')
      source=options:all,highest,lowest,first
      ;;
    'build --system' | 'nix show --system')
      source=options:x86_64-linux,aarch64-linux,x86_64-darwin,aarch64-darwin
      ;;
    'nix write --component' | 'nix show --component' | 'profiles list --component' | 'profiles show --component' | 'profiles diff --component' | 'profiles validate --component' | 'explain --component')
      source=options:origin,swarm
      ;;
    'nix show --type')
      source=options:runner,container,container-enhanced,vm,iso,iso-cloud-init,nginx-config
      ;;
    'check --tier')
      source=options:quick,build,full
      ;;
    'check --only')
      source=hlsctl:checks
      ;;
    'render --source')
      source=options:live,loop
      ;;
    'render --into')
      source=folders
      ;;
  esac
}

# The words up to the cursor as the user sees them, in `typed`: bash cuts them at = and : too.
_hlsctl_split() {
  local line=${COMP_LINE:0:COMP_POINT} word i
  typed=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
      word=${COMP_WORDS[i]}
      ((i == COMP_CWORD)) && word=$line
      typed[${#typed[@]} - 1]+=$word
    else
      line=${line#"${line%%[![:space:]]*}"}
      word=${COMP_WORDS[i]}
      ((i == COMP_CWORD)) && word=$line
      typed[${#typed[@]}]=$word
    fi
    line=${line#"$word"}
  done
}

# Candidates, one a line, that begin with $cur. A space follows each but those that go on.
_hlsctl_reply() {
  local candidate kept='' at_colon
  [[ $COMP_WORDBREAKS == *=* && $cur == *=* ]] && kept=${cur%"${cur##*=}"}
  [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && at_colon=${cur%"${cur##*:}"} &&
    ((${#at_colon} > ${#kept})) && kept=$at_colon
  while IFS=$'\t' read -r candidate _; do
    [[ $candidate == "$cur"* ]] || continue
    candidate=${candidate#"$kept"}
    case $candidate in *= | */ | *,) ;; *) candidate+=' ' ;; esac
    COMPREPLY[${#COMPREPLY[@]}]=$candidate
  done
}

_hlsctl_paths() {
  # Since bash 4 readline itself can do it, and quotes what needs quotes.
  compopt +o nospace -o "$1" 2>/dev/null && return
  local path
  _hlsctl_reply < <(
    compgen "$2" -- "$cur" | while IFS= read -r path; do
      [[ -d $path ]] && path+=/
      printf '%q\n' "$path"
    done
  )
}

# Offers what a source has: options:a,b · hlsctl:profiles · files · folders · user, who alone knows.
_hlsctl_offer() {
  case $1 in
    options:*) _hlsctl_reply < <(IFS=, && printf '%s\n' ${1#*:}) ;;
    hlsctl:*) _hlsctl_reply < <("$program" __complete "${1#*:}" -- "$cur" "${typed[@]:1}" 2>/dev/null) ;;
    files) _hlsctl_paths default -f ;;
    folders) _hlsctl_paths dirnames -d ;;
  esac
}

_hlsctl() {
  local typed program cur command='' subs flags wanted rest source word i
  local skip='' literal='' count=0 last kinds
  COMPREPLY=()
  _hlsctl_split
  last=$((${#typed[@]} - 1))
  cur=${typed[last]}
  program=${typed[0]/#\~/$HOME}
  _hlsctl_words ''
  for ((i = 1; i < last; i++)); do
    word=${typed[i]}
    if [[ -n $skip ]]; then
      skip=''
    elif [[ -n $literal ]]; then
      count=$((count + 1))
    elif [[ $word == -- ]]; then
      literal=1
    elif [[ $word == -* ]]; then
      [[ " $_hlsctl_valued " == *" $word "* ]] && skip=$word
    elif [[ -n $subs ]]; then
      command+=${command:+ }$word
      _hlsctl_words "$command"
    else
      count=$((count + 1))
    fi
  done
  if [[ -n $skip ]]; then
    _hlsctl_value "$command $skip"
    _hlsctl_offer "$source"
  elif [[ -z $literal && $cur == --*=* ]]; then
    _hlsctl_value "$command ${cur%%=*}"
    cur=${cur#*=}
    _hlsctl_offer "$source"
  elif [[ -z $literal && $cur == -* ]]; then
    _hlsctl_offer "options:${flags// /,}"
  elif [[ -n $subs ]]; then
    _hlsctl_offer "options:${subs// /,}"
  else
    IFS=' ' read -r -a kinds <<<"$wanted"
    _hlsctl_offer "${kinds[count]:-$rest}"
  fi
}

complete -o nospace -F _hlsctl hlsctl
