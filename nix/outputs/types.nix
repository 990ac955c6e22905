# The deployment types of each component (types.json, which hlsctl reads too): the attribute of nix/components.nix's
# records, the program in bin/ (null: none to run), where it exists, and what it is; here with the infix of the
# output's name.
builtins.mapAttrs (
  _: map (kind: kind // { infix = if kind.type == "runner" then "" else "-${kind.type}"; })
) (builtins.fromJSON (builtins.readFile ./types.json))
