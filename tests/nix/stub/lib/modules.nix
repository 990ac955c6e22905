# Options and modules: declarations and definitions of many files become one configuration.
{ lib }:
let
  inherit (builtins) attrNames concatMap filter isAttrs isFunction isPath isString map mapAttrs removeAttrs;
  show = builtins.concatStringsSep ".";
  showDefs = lib.concatMapStrings (def: "\n- In `${def.file}': ${builtins.toJSON (printable def.value)}");
  printable = value:
    if isFunction value || lib.isDerivation value || value ? _type then "<value>"
    else if isAttrs value then mapAttrs (_: printable) value
    else if builtins.isList value then map printable value
    else value;

  # One module in full form: { file, imports, options, config }. Arguments are taken by name, so that one that depends
  # on the configuration (pkgs) is only worked out where it is used.
  load = args: config: file: module:
    if isPath module || isString module then load args config (toString module) (import module)
    else if isFunction module then
      let
        named = mapAttrs (name: _: args.${name} or config._module.args.${name}) (lib.functionArgs module);
      in load args config file (module (args // named))
    else
      let
        own = module._file or file;
        isFull = module ? options || module ? config;
        extra = removeAttrs module [ "_file" "key" "imports" "options" "config" "disabledModules" "meta" "freeformType" ];
      in
      if isFull && extra != { } then
        throw "Module `${own}' has an unsupported attribute `${builtins.head (attrNames extra)}'."
      else
        {
          file = own;
          imports = module.imports or [ ];
          options = module.options or { };
          config =
            if isFull then
              (if module ? freeformType then { _module.freeformType = module.freeformType; } else { })
              // module.config or { }
            else removeAttrs module [ "_file" "key" "imports" "disabledModules" ];
        };

  # All modules with what they import, each file once.
  collect = args: config: modules:
    let
      step = seen: module: let
        key = if isPath module || isString module then toString module else module.key or null;
        full = load args config "<unknown-file>" module;
        after = lib.foldl' step (seen // { keys = seen.keys ++ [ key ]; }) full.imports;
      in if key != null && builtins.elem key seen.keys then seen
         else after // { found = after.found ++ [ full ]; };
    in (lib.foldl' step { keys = [ ]; found = [ ]; } modules).found;

  # mkMerge, mkIf and mkOverride around a set move into each of its attributes.
  pushDown = { file, value }:
    if value._type or null == "merge" then concatMap (content: pushDown { inherit file; value = content; }) value.contents
    else if value._type or null == "if" then map (mapAttrs (_: lib.mkIf value.condition)) (pushDown { inherit file; value = value.content; })
    else if value._type or null == "override" then map (mapAttrs (_: lib.mkOverride value.priority)) (pushDown { inherit file; value = value.content; })
    else [ value ];

  # Definitions of an option without their wrappers, those of the strongest priority only.
  discharge = { file, value }:
    if value._type or null == "merge" then concatMap (content: discharge { inherit file; value = content; }) value.contents
    else if value._type or null == "if" then
      (if !builtins.isBool value.condition then throw "‘mkIf’ called with a non-Boolean condition in `${file}'"
       else if value.condition then discharge { inherit file; value = value.content; } else [ ])
    else [ { inherit file value; } ];
  strongest = defs: let
    priority = def: if def.value._type or null == "override" then def.value.priority else 100;
    best = lib.foldl' lib.min 9999 (map priority defs);
    content = value: if value._type or null == "override" then value.content else value;
    order = def: if def.value._type or null == "order" then def.value.priority else 1000;
    kept = map (def: def // { value = content def.value; }) (filter (def: priority def == best) defs);
  in map (def: if def.value._type or null == "order" then def // { value = def.value.content; } else def)
    (builtins.sort (a: b: order a < order b) kept);

  evalOption = loc: option: defs: let
    default = if option ? default then [ { file = "default"; value = lib.mkOverride 1500 option.default; } ] else [ ];
    found = strongest (concatMap discharge (defs ++ default));
    type = option.type or lib.types.unspecified;
    bad = filter (def: !(type.check def.value)) found;
    merged =
      if bad != [ ] then throw "A definition for option `${show loc}' is not of type `${type.description}'. Definition values:${showDefs bad}"
      else if found == [ ] then type.emptyValue or (throw "The option `${show loc}' was accessed but has no value defined. Try setting the option.")
      else type.merge loc found;
  in if (option.readOnly or false) && builtins.length (filter (def: def.file != "default") found) > 1
    then throw "The option `${show loc}' is read-only, but it's set multiple times."
    else (option.apply or (value: value)) merged;

  # → { config; unknown = [ { loc, defs } ]; }
  evalTree = loc: decls: defs: let
    names = lib.unique (concatMap (decl: attrNames decl.options) decls);
    at = name: {
      decls = map (decl: { inherit (decl) file; options = decl.options.${name}; }) (filter (decl: decl.options ? ${name}) decls);
      defs = concatMap (def: concatMap (value: if isAttrs value && value ? ${name} then [ { inherit (def) file; value = value.${name}; } ] else [ ]) (pushDown def)) defs;
    };
    results = lib.genAttrs names (name: let
      here = at name;
      options = filter (decl: decl.options._type or null == "option") here.decls;
      path = loc ++ [ name ];
    in if options == [ ] then evalTree path here.decls here.defs
      else if builtins.length options > 1 && lib.length (filter (decl: decl.options ? type) options) > 1 then
        throw "The option `${show path}' in `${(builtins.elemAt options 1).file}' is already declared in `${(builtins.head options).file}'."
      else { config = evalOption path (lib.foldl' (a: decl: a // decl.options) { } options) here.defs; unknown = [ ]; });
    defined = lib.unique (concatMap (def: concatMap (value: if isAttrs value then attrNames value else
      throw "The option `${show loc}' is a set of options; `${def.file}' gives it a plain value.") (pushDown def)) defs);
    own = map (name: { loc = loc ++ [ name ]; inherit (at name) defs; }) (lib.subtractLists names defined);
  in {
    config = mapAttrs (_: result: result.config) results;
    unknown = own ++ concatMap (result: result.unknown) (builtins.attrValues results);
  };

  evalModules = { modules, specialArgs ? { }, prefix ? [ ] }: let
    internal.options._module = {
      args = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
      freeformType = lib.mkOption { type = lib.types.nullOr lib.types.raw; default = null; };
      check = lib.mkOption { type = lib.types.bool; default = true; };
    };
    args = { inherit lib config; options = declared; extendModules = extend; } // specialArgs;
    extend = { modules ? [ ], specialArgs ? { }, prefix ? [ ] }:
      evalModules { modules = given.modules ++ modules; specialArgs = given.specialArgs // specialArgs; prefix = given.prefix ++ prefix; };
    given = { inherit modules specialArgs prefix; };
    found = collect args tree.config ([ internal ] ++ modules);
    declared = lib.foldl' lib.recursiveUpdate { } (map (module: module.options) found);
    tree = evalTree prefix found (map (module: { inherit (module) file; value = module.config; }) found);
    free = tree.config._module.freeformType;
    first = builtins.head tree.unknown;
    extra = lib.foldl' lib.recursiveUpdate { } (map ({ loc, defs }:
      lib.setAttrByPath (lib.sublist (builtins.length prefix) 99 loc) (lib.mkMerge (map (def: def.value) defs))) tree.unknown);
    config =
      if tree.unknown == [ ] then tree.config
      else if free != null then lib.recursiveUpdate (free.merge prefix (map (value: { file = "<freeform>"; inherit value; }) (pushDown { file = ""; value = extra; }))) tree.config
      else throw "The option `${show first.loc}' does not exist. Definition values:${showDefs first.defs}";
  in { config = removeAttrs config [ "_module" ]; options = declared; extendModules = extend; _module = tree.config._module; type = lib.types.submodule { imports = modules; }; };
in
{
  inherit evalOption;
  exported = {
  inherit evalModules;
  mkOption = option@{ type ? null, default ? null, description ? null, example ? null, apply ? null, readOnly ? false, internal ? false, visible ? true, defaultText ? null, relatedPackages ? null }: { _type = "option"; } // option;
  mkEnableOption = name: lib.mkOption { type = lib.types.bool; default = false; example = true; description = "Whether to enable ${name}."; };
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkOptionDefault = lib.mkOverride 1500;
  mkDefault = lib.mkOverride 1000;
  mkImageMediaOverride = lib.mkOverride 60;
  mkForce = lib.mkOverride 50;
  mkOrder = priority: content: { _type = "order"; inherit priority content; };
  mkBefore = lib.mkOrder 500;
  mkAfter = lib.mkOrder 1500;
  literalExpression = text: { _type = "literalExpression"; inherit text; };
  };
}
