usage="nix run .#generate-completion -- bash|zsh|fish [--install]"
data="${XDG_DATA_HOME:-$HOME/.local/share}"
case "${1-}" in
  bash) file="$data/bash-completion/completions/hlsctl" ;;
  zsh) file="$data/zsh/site-functions/_hlsctl" ;;
  fish) file="${XDG_CONFIG_HOME:-$HOME/.config}/fish/completions/hlsctl.fish" ;;
  -h | --help)
    printf '%s\n' "$usage"
    exit 0
    ;;
  "")
    printf '%s\n' "For which shell? $usage" >&2
    exit 2
    ;;
  *)
    printf '%s\n' "There is no completion for \"$1\". The shells are bash, zsh, fish." >&2
    exit 2
    ;;
esac
case "${2-}" in
  "") exec "$hlsctl" completion "$1" ;;
  --install) ;;
  *)
    printf '%s\n' "\"$2\" is not known here. $usage" >&2
    exit 2
    ;;
esac
mkdir -p "$(dirname "$file")"
"$hlsctl" completion "$1" >"$file"
printf '%s\n' "$file"
if [[ $1 == zsh ]]; then
  printf '%s\n' "In ~/.zshrc, before compinit: fpath=($(dirname "$file") \$fpath)" >&2
fi
