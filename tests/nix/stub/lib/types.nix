# Types of options: { description; check; merge; }.
{ lib, evalOption }:
let
  inherit (builtins) all any elem head isAttrs isBool isFloat isFunction isInt isList isPath isString length map mapAttrs match typeOf;
  show = builtins.concatStringsSep ".";
  shown = def: "\n- In `${def.file}': ${if isAttrs def.value || isFunction def.value then "<value>" else builtins.toJSON def.value}";
  conflict = loc: defs: throw "The option `${show loc}' has conflicting definition values:${lib.concatMapStrings shown defs}";
  mergeEqual = loc: defs:
    if all (def: def.value == (head defs).value) defs then (head defs).value else conflict loc defs;
  mergeOne = loc: defs: if length defs == 1 then (head defs).value else conflict loc defs;
  plain = description: check: { inherit description check; merge = mergeEqual; };
  between = name: low: high: plain "${name}; between ${toString low} and ${toString high} (both inclusive)" (value: isInt value && value >= low && value <= high);
  # Definitions of one item of a list or set, evaluated like an option of its own.
  item = loc: type: evalOption loc { inherit type; };
  isText = value: isString value || value ? outPath || value ? __toString;
  types = {
    unspecified = { description = "unspecified value"; check = _: true; merge = loc: defs: if length defs == 1 then (head defs).value else types.anything.merge loc defs; };
    raw = { description = "raw value"; check = _: true; merge = mergeOne; };
    bool = plain "boolean" isBool;
    int = plain "signed integer" isInt;
    float = plain "floating point number" isFloat;
    number = plain "signed integer or floating point number" (value: isInt value || isFloat value);
    port = between "16 bit unsigned integer" 0 65535;
    ints = {
      inherit between;
      unsigned = plain "unsigned integer, meaning >=0" (value: isInt value && value >= 0);
      positive = plain "positive integer, meaning >0" (value: isInt value && value > 0);
      u16 = types.port;
    };
    str = plain "string" isString;
    nonEmptyStr = plain "non-empty string" (value: isString value && match "[ \t\n]*" value == null);
    strMatching = pattern: plain "string matching the pattern ${pattern}" (value: isString value && match pattern value != null);
    separatedString = separator: { description = "strings concatenated with ${builtins.toJSON separator}"; check = isString; merge = _: defs: builtins.concatStringsSep separator (map (def: def.value) defs); };
    lines = types.separatedString "\n";
    path = plain "absolute path" (value: isText value && builtins.substring 0 1 (toString value) == "/");
    package = { description = "package"; check = value: lib.isDerivation value || (isText value && lib.hasPrefix builtins.storeDir (toString value)); merge = mergeOne; };
    enum = values: plain "one of ${lib.concatMapStringsSep ", " builtins.toJSON values}" (value: elem value values);
    anything = {
      description = "anything";
      check = _: true;
      merge = loc: defs:
        let kinds = lib.unique (map (def: if lib.isDerivation def.value then "package" else typeOf def.value) defs); in
        if kinds == [ "set" ] then (types.lazyAttrsOf types.anything).merge loc defs
        else if kinds == [ "list" ] then builtins.concatMap (def: def.value) defs
        else if kinds == [ "lambda" ] || kinds == [ "package" ] then mergeOne loc defs
        else mergeEqual loc defs;
    };
    attrs = { description = "attribute set"; check = isAttrs; merge = _: lib.foldl' (acc: def: acc // def.value) { }; };
    listOf = type: {
      description = "list of ${type.description}";
      check = isList;
      emptyValue = [ ];
      merge = loc: defs: builtins.concatLists (map (def: lib.imap0 (n: value: item (loc ++ [ "[definition ${toString n}]" ]) type [ { inherit (def) file; inherit value; } ]) def.value) defs);
    };
    attrsOf = type: {
      description = "attribute set of ${type.description}";
      check = isAttrs;
      emptyValue = { };
      # Whether a name is there at all depends on its conditions.
      merge = loc: defs: let
        values = def: let v = def.value; in
          if v._type or null == "if" then (if v.condition then values { inherit (def) file; value = v.content; } else { })
          else v;
        names = lib.unique (builtins.concatMap (def: builtins.attrNames (values def)) defs);
        isThere = value: !(value._type or null == "if") || (value.condition && isThere value.content);
        at = name: builtins.filter (def: isThere def.value) (builtins.concatMap (def: lib.optional (values def ? ${name}) { inherit (def) file; value = (values def).${name}; }) defs);
      in lib.genAttrs (builtins.filter (name: at name != [ ]) names) (name: item (loc ++ [ name ]) type (at name));
    };
    lazyAttrsOf = types.attrsOf;
    nullOr = type: {
      description = "null or ${type.description}";
      check = value: value == null || type.check value;
      emptyValue = null;
      merge = loc: defs: if all (def: def.value == null) defs then null
        else if any (def: def.value == null) defs then conflict loc defs else type.merge loc defs;
    };
    either = a: b: {
      description = "${a.description} or ${b.description}";
      check = value: a.check value || b.check value;
      merge = loc: defs: if all (def: a.check def.value) defs then a.merge loc defs
        else if all (def: b.check def.value) defs then b.merge loc defs else mergeOne loc defs;
    };
    oneOf = options: lib.foldl' types.either (head options) (builtins.tail options);
    functionTo = type: { description = "function that evaluates to a(n) ${type.description}"; check = isFunction; merge = loc: defs: arg: type.merge loc (map (def: def // { value = def.value arg; }) defs); };
    submodule = module: types.submoduleWith { modules = lib.toList module; };
    submoduleWith = { modules, specialArgs ? { }, shorthandOnlyDefinesConfig ? false }: {
      description = "submodule";
      check = value: isAttrs value || isFunction value || isPath value;
      emptyValue = { };
      merge = loc: defs: (lib.evalModules {
        inherit specialArgs;
        modules = modules ++ [ { _module.args.name = lib.last loc; } ] ++ map (def: if isAttrs def.value then { _file = def.file; config = def.value; } else def.value) defs;
        prefix = loc;
      }).config;
    };
    deferredModule = { description = "module"; check = value: isAttrs value || isFunction value || isPath value; merge = _: defs: { imports = map (def: def.value) defs; }; };
  };
in
types
