# What hlsctl itself knows: profiles, instances, types, keys, settings, inputs.
_hlsctl_dynamic() {
  local kind=$1 line
  local -a lines whole open
  lines=("${(@f)$("${(Q)_hlsctl_line[1]/#\~/$HOME}" __complete $kind -- "$PREFIX" "${(@Q)_hlsctl_line[2,-1]}" 2>/dev/null)}")
  for line in $lines; do
    # _describe wants value:description.
    line="${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"
    if [[ $line == (*=|*,):* ]]; then open+=("$line"); else whole+=("$line"); fi
  done
  local found=1
  (( $#open )) && _describe -t $kind ${kind%s} open -S '' && found=0
  (( $#whole )) && _describe -t $kind ${kind%s} whole && found=0
  return found
}

_hlsctl() {
  local -a _hlsctl_line=("${words[@]}")
  local -i ret=1
  _hlsctl_root && ret=0
  return ret
}

# Read by compinit from $fpath, or sourced after it.
if [[ $funcstack[1] == _hlsctl ]]; then
  _hlsctl "$@"
else
  compdef _hlsctl hlsctl
fi
