# One line for each value that Nix computed and hlsctl did not, and for each key of the configuration that only hlsctl
# has. (hlsctl derives more than Nix needs, such as codecs.)
def leaves:
  [ paths as $at
    | getpath($at) as $value
    | select(($value | type != "object" and type != "array") or ($value | length) == 0)
    | { key: ($at | map(tostring) | join(".")), value: $value } ]
  | from_entries;

def say: if . == null then "nothing" else tojson end;

($nix[0] | leaves) as $nix
| ($hlsctl[0] | leaves) as $hlsctl
| (($nix | keys) + ($hlsctl | keys | map(select(startswith("config.")))) | unique)[]
| select($nix[.] != $hlsctl[.])
| "  \(.): Nix says \($nix[.] | say), hlsctl \($hlsctl[.] | say)"
