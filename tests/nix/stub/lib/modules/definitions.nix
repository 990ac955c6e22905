# The value of an option from its definitions, [ { file; value; } ].
{ lib }:
let
  inherit (builtins)
    concatMap
    filter
    isAttrs
    isFunction
    isList
    map
    mapAttrs
    ;
  show = lib.concatStringsSep ".";
  kindOf = value: value._type or null;

  # Where an option was defined, and as what, for messages.
  showDefs = lib.concatMapStrings (def: "\n- In `${def.file}': ${builtins.toJSON (printable def.value)}");
  printable =
    value:
    if isFunction value || lib.isDerivation value || value ? _type then
      "<value>"
    else if isAttrs value then
      mapAttrs (_: printable) value
    else if isList value then
      map printable value
    else
      value;

  # mkMerge, mkIf and mkOverride around a set move into each of its attributes.
  pushDown =
    value:
    if kindOf value == "merge" then
      concatMap pushDown value.contents
    else if kindOf value == "if" then
      map (mapAttrs (_: lib.mkIf value.condition)) (pushDown value.content)
    else if kindOf value == "override" then
      map (mapAttrs (_: lib.mkOverride value.priority)) (pushDown value.content)
    else
      [ value ];

  # Definitions of an option without mkMerge and mkIf.
  discharge =
    def:
    let
      inner = value: discharge (def // { inherit value; });
      inherit (def) value;
    in
    if kindOf value == "merge" then
      concatMap inner value.contents
    else if kindOf value == "if" then
      if value.condition then inner value.content else [ ]
    else
      [ def ];

  # Those of the strongest priority, in the order of mkBefore and mkAfter.
  strongest =
    defs:
    let
      unwrap = kind: def: if kindOf def.value == kind then def // { value = def.value.content; } else def;
      priority = kind: usual: def: if kindOf def.value == kind then def.value.priority else usual;
      of = priority "override" 100;
      best = lib.foldl' lib.min 9999 (map of defs);
      kept = map (unwrap "override") (filter (def: of def == best) defs);
      order = priority "order" 1000;
    in
    map (unwrap "order") (builtins.sort (a: b: order a < order b) kept);

  evalOption =
    loc: option: defs:
    let
      default = lib.optional (option ? default) {
        file = "default";
        value = lib.mkOptionDefault option.default;
      };
      found = strongest (concatMap discharge (defs ++ default));
      type = option.type or lib.types.unspecified;
      bad = filter (def: !(type.check def.value)) found;
      isSetTwice = option.readOnly or false && option ? default && concatMap discharge defs != [ ];
      value =
        if bad != [ ] then
          throw "A definition for option `${show loc}' is not of type `${type.description}'. Definition values:${showDefs bad}"
        else if isSetTwice then
          throw "The option `${show loc}' is read-only, but it's set multiple times."
        else if found == [ ] then
          type.emptyValue or (throw "The option `${show loc}' was accessed but has no value defined. Try setting the option.")
        else
          type.merge loc found;
    in
    (option.apply or (it: it)) value;
in
{
  inherit
    evalOption
    kindOf
    pushDown
    show
    showDefs
    ;
}
