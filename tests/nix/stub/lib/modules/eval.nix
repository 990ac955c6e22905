# evalModules: declarations and definitions of many modules become one configuration.
{ lib, definitions }:
let
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    filter
    head
    length
    map
    mapAttrs
    removeAttrs
    ;
  inherit (definitions)
    evalOption
    kindOf
    pushDown
    show
    showDefs
    ;
  collect = import ./collect.nix { inherit lib; };

  # Declarations and definitions of a set of options → { config; unknown = [ { loc; defs; } ]; }
  evalTree =
    loc: decls: defs:
    let
      parts = concatMap (
        def: map (value: { inherit (def) file; inherit value; }) (pushDown def.value)
      ) defs;
      declsOf = name: map (decl: decl // { options = decl.options.${name}; }) (filter (decl: decl.options ? ${name}) decls);
      defsOf = name: map (part: part // { value = part.value.${name}; }) (filter (part: part.value ? ${name}) parts);
      names = lib.unique (concatMap (decl: attrNames decl.options) decls);
      defined = lib.unique (concatMap (part: attrNames part.value) parts);
      resultOf =
        name:
        let
          path = loc ++ [ name ];
          here = declsOf name;
          options = filter (decl: kindOf decl.options == "option") here;
          merged = lib.foldl' (all: decl: all // decl.options) { } options;
          second = builtins.elemAt options 1;
        in
        if options == [ ] then
          evalTree path here (defsOf name)
        else if length (filter (decl: decl.options ? type) options) > 1 then
          throw "The option `${show path}' in `${second.file}' is already declared in `${(head options).file}'."
        else
          {
            config = evalOption path merged (defsOf name);
            unknown = [ ];
          };
      results = lib.genAttrs names resultOf;
      own = map (name: {
        loc = loc ++ [ name ];
        defs = defsOf name;
      }) (lib.subtractLists names defined);
    in
    {
      config = mapAttrs (_: result: result.config) results;
      unknown = own ++ concatMap (result: result.unknown) (attrValues results);
    };

  internal.options._module = {
    args = lib.mkOption {
      type = lib.types.lazyAttrsOf lib.types.raw;
      default = { };
    };
    freeformType = lib.mkOption {
      type = lib.types.nullOr lib.types.raw;
      default = null;
    };
  };

  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
    }:
    let
      args = {
        inherit lib config;
        options = declared;
      }
      // specialArgs;
      found = collect args tree.config ([ internal ] ++ modules);
      declared = lib.foldl' lib.recursiveUpdate { } (map (module: module.options) found);
      definitions = map (module: {
        inherit (module) file;
        value = module.config;
      }) found;
      tree = evalTree prefix found definitions;
      free = tree.config._module.freeformType;
      # What is not declared goes by the free type, if there is one.
      below = loc: lib.sublist (length prefix) 99 loc;
      looseOf = { loc, defs }: map (def: def // { value = lib.setAttrByPath (below loc) def.value; }) defs;
      loose = free.merge prefix (concatMap looseOf tree.unknown);
      first = head tree.unknown;
      config =
        if tree.unknown == [ ] then
          tree.config
        else if free != null then
          lib.recursiveUpdate loose tree.config
        else
          throw "The option `${show first.loc}' does not exist. Definition values:${showDefs first.defs}";
    in
    {
      config = removeAttrs config [ "_module" ];
      options = declared;
      extendModules =
        more:
        evalModules {
          inherit prefix;
          modules = modules ++ more.modules or [ ];
          specialArgs = specialArgs // more.specialArgs or { };
        };
    };
in
evalModules
