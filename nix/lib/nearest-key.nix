# The key a misspelt path most likely meant, or null: the nearest path, or the path whose last word is nearest
# (suggestKey in lib/derive/shape.ts). Keys are those of the base, with the position of the list item that is meant.
base: path:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elemAt
    filter
    head
    isAttrs
    isList
    isString
    length
    listToAttrs
    match
    split
    ;
  inherit (import ./text.nix) nearest;

  numbered = match "[^.]+\\.([0-9]+)\\..*" path;
  position = if numbered == null then "0" else head numbered;

  # Paths of tables and keys; a list of tables comes as itself and the keys of its items.
  pathsBelow =
    above: table:
    concatMap (
      key:
      let
        here = above ++ [ key ];
        value = table.${key};
        item = if isList value && value != [ ] then head value else null;
      in
      [ (concatStringsSep "." here) ]
      ++ (if isAttrs value then pathsBelow here value else [ ])
      ++ (if isAttrs item then pathsBelow (here ++ [ position ]) item else [ ])
    ) (attrNames table);
  keys = pathsBelow [ ] base;

  lastWord =
    text:
    let
      words = filter isString (split "\\." text);
    in
    elemAt words (length words - 1);

  byLastWord = listToAttrs (
    map (key: {
      name = lastWord key;
      value = key;
    }) keys
  );
  near = nearest path keys;
  leaf = nearest (lastWord path) (attrNames byLastWord);
in
if near != null then
  near
else if leaf != null then
  byLastWord.${leaf}
else
  null
