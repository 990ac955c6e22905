# A merged configuration that has exactly the keys and types of the base, or an error that names everything that is
# wrong with it (lib/derive/shape.ts). Ranges and rules are hlsctl's, which renders it.
{
  name,
  base,
  # In the order they were merged: [ { label; table; } ].
  layers,
  config,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elemAt
    filter
    genList
    hasAttr
    head
    isAttrs
    isList
    length
    match
    ;
  inherit (import ./text.nix) kindOf shown;
  nearestKey = import ./nearest-key.nix base;

  pathOf = concatStringsSep ".";

  # Every problem of a value at a place: [ { keys; what; } ].
  problemsAt =
    keys: expected: value:
    if kindOf expected != kindOf value then
      [
        {
          inherit keys;
          what = "is ${shown value}; it takes a ${kindOf expected}";
        }
      ]
    else if isAttrs expected then
      unknownIn keys expected value
      ++ missingIn keys expected value
      ++ concatMap (key: problemsAt (keys ++ [ key ]) expected.${key} value.${key}) (
        filter (key: hasAttr key value) (attrNames expected)
      )
    else if isList expected && expected != [ ] then
      concatMap (index: problemsAt (keys ++ [ (toString index) ]) (head expected) (elemAt value index)) (
        genList (index: index) (length value)
      )
    else
      [ ];

  unknownIn =
    keys: expected: value:
    map (
      key:
      let
        path = pathOf (keys ++ [ key ]);
        near = nearestKey path;
      in
      {
        keys = keys ++ [ key ];
        what = "is no key of the configuration${if near == null then "" else "; did you mean ${near}?"}";
      }
    ) (filter (key: !hasAttr key expected) (attrNames value));

  missingIn =
    keys: expected: value:
    map (key: {
      keys = keys ++ [ key ];
      what = "is missing";
    }) (filter (key: !hasAttr key value) (attrNames expected));

  # The latest layer that has something at a path, or at the nearest table above it.
  sourceOf =
    keys:
    let
      givers = filter (layer: hasPath keys layer.table) layers;
    in
    if keys == [ ] then
      "the base"
    else if givers != [ ] then
      (elemAt givers (length givers - 1)).label
    else
      sourceOf (genList (elemAt keys) (length keys - 1));

  hasPath =
    keys: at:
    let
      key = head keys;
      rest = builtins.tail keys;
      position = if match "[0-9]{1,9}" key == null then null else builtins.fromJSON key;
    in
    if keys == [ ] then
      true
    else if isAttrs at then
      hasAttr key at && hasPath rest at.${key}
    else if isList at && position != null then
      position < length at && hasPath rest (elemAt at position)
    else
      false;

  problems = problemsAt [ ] base config;
  lines = map ({ keys, what }: "\n  ${pathOf keys} ${what} (${sourceOf keys})") problems;
in
if problems == [ ] then
  config
else
  throw "The configuration of profile \"${name}\" has ${
    if length problems == 1 then "1 problem" else "${toString (length problems)} problems"
  }:${concatStringsSep "" lines}"
