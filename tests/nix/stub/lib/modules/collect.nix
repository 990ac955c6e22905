# From modules and what they import to [ { file; options; config; } ].
{ lib }:
let
  inherit (builtins)
    attrNames
    elem
    head
    isFunction
    isPath
    isString
    mapAttrs
    removeAttrs
    toString
    ;
  isFile = module: isPath module || isString module;

  # One module in full form: { file, imports, options, config }. Arguments are taken by name, so that one that depends
  # on the configuration (pkgs) is only worked out where it is used.
  load =
    args: config: file: module:
    if isFile module then
      load args config (toString module) (import module)
    else if isFunction module then
      let
        named = mapAttrs (name: _: args.${name} or config._module.args.${name}) (lib.functionArgs module);
      in
      load args config file (module (args // named))
    else
      full (module._file or file) module;

  full =
    file: module:
    let
      about = [ "_file" "key" "imports" ];
      isFull = module ? options || module ? config;
      rest = removeAttrs module about;
      extra = attrNames (removeAttrs rest [ "options" "config" "freeformType" ]);
      freeform = lib.optionalAttrs (module ? freeformType) {
        _module = { inherit (module) freeformType; };
      };
    in
    if isFull && extra != [ ] then
      throw "Module `${file}' has an unsupported attribute `${head extra}'."
    else
      {
        inherit file;
        imports = module.imports or [ ];
        options = module.options or { };
        config = if isFull then freeform // module.config or { } else rest;
      };

  # All modules with what they import, each file once.
  collect =
    args: config: modules:
    let
      step =
        seen: module:
        let
          key = if isFile module then toString module else module.key or null;
          loaded = load args config "<unknown-file>" module;
          after = lib.foldl' step (seen // { keys = seen.keys ++ [ key ]; }) loaded.imports;
        in
        if key != null && elem key seen.keys then
          seen
        else
          after // { found = after.found ++ [ loaded ]; };
      none = { keys = [ ]; found = [ ]; };
    in
    (lib.foldl' step none modules).found;
in
collect
