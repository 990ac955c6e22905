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
