# lib.attrsets
{ lib }:
let
  inherit (builtins)
    attrNames
    filter
    foldl'
    head
    isAttrs
    listToAttrs
    map
    mapAttrs
    removeAttrs
    tail
    ;
in
{
  inherit (builtins)
    attrNames
    attrValues
    hasAttr
    isAttrs
    listToAttrs
    mapAttrs
    removeAttrs
    ;
  nameValuePair = name: value: { inherit name value; };
  mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
  mapAttrs' = f: set: listToAttrs (lib.mapAttrsToList f set);
  concatMapAttrs = f: set: foldl' (all: one: all // one) { } (lib.mapAttrsToList f set);
  filterAttrs = pred: set: removeAttrs set (filter (name: !(pred name set.${name})) (attrNames set));
  optionalAttrs = cond: set: if cond then set else { };
  genAttrs = names: f: listToAttrs (map (name: lib.nameValuePair name (f name)) names);
  setAttrByPath =
    path: value: if path == [ ] then value else { ${head path} = lib.setAttrByPath (tail path) value; };
  isDerivation = value: value.type or null == "derivation";
  recursiveUpdate =
    left: right:
    left
    // mapAttrs (
      name: value:
      if isAttrs value && isAttrs (left.${name} or null) then lib.recursiveUpdate left.${name} value else value
    ) right;
}
