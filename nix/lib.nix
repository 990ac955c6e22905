# What the flake needs besides nixpkgs: tables merge, profiles resolve. Plain Nix, the twin of lib/merge and
# lib/registry; tests/nix/agree.test.ts holds the two together.
let
  inherit (builtins)
    addErrorContext
    attrNames
    filter
    fromJSON
    fromTOML
    isAttrs
    listToAttrs
    mapAttrs
    match
    pathExists
    readDir
    readFile
    ;

  text = import ./lib/text.nix;
  exact = import ./lib/exact.nix;

  # `right` over `left`: tables merge key by key, everything else (lists too) is replaced.
  deepMerge =
    left: right:
    left
    // mapAttrs (
      name: value:
      if isAttrs value && isAttrs (left.${name} or null) then deepMerge left.${name} value else value
    ) right;

  # { NAME = table; } of the TOML and JSON files in a folder; TOML wins where both are there.
  readTables =
    dir:
    let
      entries = if pathExists dir then readDir dir else { };
      named =
        ending: read:
        listToAttrs (
          map (file: {
            name = builtins.head (match "(.*)\\.${ending}" file);
            value = readTable read (dir + "/${file}");
          }) (filter (file: match ".*\\.${ending}" file != null) files)
        );
      files = filter (file: entries.${file} != "directory") (attrNames entries);
    in
    named "json" fromJSON // named "toml" fromTOML;

  readTable =
    read: file:
    let
      table = addErrorContext "while reading ${toString file}" (read (readFile file));
    in
    if isAttrs table then
      table
    else
      throw "${toString file} is no table. Write keys and values, e.g. `multibitrate = true`.";
in
text
// exact
// {
  inherit deepMerge readTables;
  mkProfileSystem = import ./lib/profile-system.nix { inherit deepMerge; };
}
