# Types of options: { description; check; merge; emptyValue?; }.
{ lib, evalOption }:
let
  inherit (builtins)
    all
    any
    concatMap
    elem
    filter
    head
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    length
    map
    match
    toJSON
    toString
    typeOf
    ;

  shown = value: if isAttrs value || isFunction value then "<value>" else toJSON value;
  showDef = def: "\n- In `${def.file}': ${shown def.value}";
  conflict =
    loc: defs:
    throw "The option `${lib.concatStringsSep "." loc}' has conflicting definition values:${lib.concatMapStrings showDef defs}";
  mergeOne = loc: defs: if length defs == 1 then (head defs).value else conflict loc defs;
  mergeEqual = loc: defs: if all (def: def.value == (head defs).value) defs then (head defs).value else conflict loc defs;

  plain = description: check: {
    inherit description check;
    merge = mergeEqual;
  };
  between =
    name: low: high:
    plain "${name}; between ${toString low} and ${toString high} (both inclusive)" (
      value: isInt value && value >= low && value <= high
    );
  joined = separator: {
    description = "strings concatenated with ${toJSON separator}";
    check = isString;
    merge = _: defs: lib.concatStringsSep separator (map (def: def.value) defs);
  };

  # One item of a list or set, evaluated like an option of its own.
  item = loc: type: evalOption loc { inherit type; };
  isPathLike = value: isPath value || isString value || (isAttrs value && value ? outPath);
  isModule = value: isAttrs value || isFunction value || isPath value;

  # Whether a definition is there at all depends on its conditions.
  isThere = value: value._type or null != "if" || (value.condition && isThere value.content);
  contentOf = value: if value._type or null == "if" then contentOf value.content else value;

  types = {
    raw = {
      description = "raw value";
      check = _: true;
      merge = mergeOne;
    };
    unspecified = types.anything // {
      description = "unspecified value";
      merge = loc: defs: if length defs == 1 then (head defs).value else types.anything.merge loc defs;
    };
    bool = plain "boolean" isBool;
    int = plain "signed integer" isInt;
    float = plain "floating point number" isFloat;
    number = plain "signed integer or floating point number" (value: isInt value || isFloat value);
    port = between "16 bit unsigned integer" 0 65535;
    ints = {
      between = between "integer";
      unsigned = plain "unsigned integer, meaning >=0" (value: isInt value && value >= 0);
      positive = plain "positive integer, meaning >0" (value: isInt value && value > 0);
    };
    str = plain "string" isString;
    nonEmptyStr = plain "non-empty string" (value: isString value && match "[ \t\n]*" value == null);
    strMatching =
      pattern:
      plain "string matching the pattern ${pattern}" (value: isString value && match pattern value != null);
    lines = joined "\n";
    path = plain "absolute path" (
      value: isPathLike value && builtins.substring 0 1 (toString value) == "/"
    );
    package = {
      description = "package";
      check = value: isPathLike value && lib.hasPrefix builtins.storeDir (toString value);
      merge = mergeOne;
    };
    enum = values: plain "one of ${lib.concatMapStringsSep ", " toJSON values}" (value: elem value values);

    anything = {
      description = "anything";
      check = _: true;
      merge =
        loc: defs:
        let
          kindOf = def: if lib.isDerivation def.value then "package" else typeOf def.value;
          kinds = lib.unique (map kindOf defs);
        in
        if kinds == [ "set" ] then
          (types.attrsOf types.anything).merge loc defs
        else if kinds == [ "list" ] then
          concatMap (def: def.value) defs
        else if kinds == [ "lambda" ] || kinds == [ "package" ] then
          mergeOne loc defs
        else
          mergeEqual loc defs;
    };
    attrs = {
      description = "attribute set";
      check = isAttrs;
      merge = _: lib.foldl' (all: def: all // def.value) { };
    };

    listOf = type: {
      description = "list of ${type.description}";
      check = isList;
      emptyValue = [ ];
      merge =
        loc: defs:
        let
          at = index: loc ++ [ "[definition ${toString index}-entry]" ];
          items = def: lib.imap0 (index: value: item (at index) type [ { inherit (def) file; inherit value; } ]) def.value;
        in
        concatMap items defs;
    };
    attrsOf = type: {
      description = "attribute set of ${type.description}";
      check = isAttrs;
      emptyValue = { };
      merge =
        loc: defs:
        let
          sets = map (def: def // { value = contentOf def.value; }) (filter (def: isThere def.value) defs);
          names = lib.unique (concatMap (def: builtins.attrNames def.value) sets);
          at =
            name:
            filter (def: isThere def.value) (
              map (def: def // { value = def.value.${name}; }) (filter (def: def.value ? ${name}) sets)
            );
        in
        lib.genAttrs (filter (name: at name != [ ]) names) (name: item (loc ++ [ name ]) type (at name));
    };
    lazyAttrsOf = types.attrsOf;

    nullOr = type: {
      description = "null or ${type.description}";
      check = value: value == null || type.check value;
      emptyValue = null;
      merge =
        loc: defs:
        if all (def: def.value == null) defs then
          null
        else if any (def: def.value == null) defs then
          conflict loc defs
        else
          type.merge loc defs;
    };
    either = a: b: {
      description = "${a.description} or ${b.description}";
      check = value: a.check value || b.check value;
      merge =
        loc: defs:
        if all (def: a.check def.value) defs then
          a.merge loc defs
        else if all (def: b.check def.value) defs then
          b.merge loc defs
        else
          conflict loc defs;
    };
    oneOf = options: lib.foldl' types.either (head options) (builtins.tail options);
    functionTo = type: {
      description = "function that evaluates to a(n) ${type.description}";
      check = isFunction;
      merge =
        loc: defs: arg:
        type.merge loc (map (def: def // { value = def.value arg; }) defs);
    };

    submodule = module: {
      description = "submodule";
      check = isModule;
      emptyValue = { };
      merge =
        loc: defs:
        let
          moduleOf =
            def:
            if isAttrs def.value then
              {
                _file = def.file;
                config = def.value;
              }
            else
              def.value;
          named._module.args.name = lib.last loc;
        in
        (lib.evalModules {
          modules = lib.toList module ++ [ named ] ++ map moduleOf defs;
          prefix = loc;
        }).config;
    };
    deferredModule = {
      description = "module";
      check = isModule;
      merge = _: defs: { imports = map (def: def.value) defs; };
    };
  };
in
types
