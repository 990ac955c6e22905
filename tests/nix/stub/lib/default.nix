# The functions of nixpkgs' lib that are used here, with its meanings.
let
  inherit (builtins)
    attrNames concatLists concatStringsSep elem filter foldl' genList isAttrs isList
    head length listToAttrs map match replaceStrings split stringLength substring tail
    toJSON
    ;
  lists = {
    inherit (builtins) all any concatLists concatMap elem elemAt filter foldl' genList head length map sort tail;
    optional = cond: value: if cond then [ value ] else [ ];
    optionals = cond: values: if cond then values else [ ];
    flatten = value: if isList value then builtins.concatMap lists.flatten value else [ value ];
    toList = value: if isList value then value else [ value ];
    unique = foldl' (acc: one: if elem one acc then acc else acc ++ [ one ]) [ ];
    last = list: builtins.elemAt list (length list - 1);
    subtractLists = without: filter (one: !(elem one without));
    findFirst = pred: default: list: let found = filter pred list; in if found == [ ] then default else head found;
    imap0 = f: list: genList (n: f n (builtins.elemAt list n)) (length list);
    take = count: list: lists.sublist 0 count list;
    sublist = start: count: list:
      genList (n: builtins.elemAt list (n + start)) (trivial.max 0 (trivial.min count (length list - start)));
  };
  attrsets = {
    inherit (builtins) attrNames attrValues hasAttr intersectAttrs isAttrs listToAttrs mapAttrs removeAttrs;
    nameValuePair = name: value: { inherit name value; };
    mapAttrs' = f: set: listToAttrs (attrsets.mapAttrsToList f set);
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    concatMapAttrs = f: set: attrsets.mergeAttrsList (attrsets.mapAttrsToList f set);
    mergeAttrsList = foldl' (a: b: a // b) { };
    filterAttrs = pred: set: removeAttrs set (filter (name: !(pred name set.${name})) (attrNames set));
    optionalAttrs = cond: set: if cond then set else { };
    genAttrs = names: f: listToAttrs (map (name: attrsets.nameValuePair name (f name)) names);
    attrByPath = path: default: set:
      if path == [ ] then set
      else if isAttrs set && set ? ${head path} then attrsets.attrByPath (tail path) default set.${head path}
      else default;
    setAttrByPath = path: value:
      if path == [ ] then value else { ${head path} = attrsets.setAttrByPath (tail path) value; };
    isDerivation = value: value.type or null == "derivation";
    recursiveUpdate = left: right:
      left
      // builtins.mapAttrs (
        name: value:
        if left ? ${name} && isAttrs left.${name} && isAttrs value then
          attrsets.recursiveUpdate left.${name} value
        else
          value
      ) right;
    getOutput = output: drv: drv.${output} or drv.out or drv;
    getBin = attrsets.getOutput "bin";
  };
  strings = {
    inherit (builtins) concatStringsSep isString replaceStrings stringLength substring toJSON;
    concatStrings = concatStringsSep "";
    concatMapStrings = f: list: concatStringsSep "" (map f list);
    concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
    concatLines = strings.concatMapStrings (line: line + "\n");
    optionalString = cond: text: if cond then text else "";
    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    hasSuffix = suffix: text:
      let size = stringLength text - stringLength suffix; in size >= 0 && substring size (-1) text == suffix;
    hasInfix = infix: text: strings.splitString infix text != [ text ];
    removePrefix = prefix: text:
      if strings.hasPrefix prefix text then substring (stringLength prefix) (-1) text else text;
    removeSuffix = suffix: text:
      if strings.hasSuffix suffix text then substring 0 (stringLength text - stringLength suffix) text else text;
    splitString = separator: text: filter builtins.isString (split (strings.escapeRegex separator) text);
    stringToCharacters = text: genList (n: substring n 1 text) (stringLength text);
    escape = chars: replaceStrings chars (map (char: "\\" + char) chars);
    escapeRegex = strings.escape (strings.stringToCharacters "\\[{()^$?*+|.");
    escapeShellArg = arg:
      let text = toString arg; in
      if match "[[:alnum:],._+:@%/-]+" text != null then text else "'${replaceStrings [ "'" ] [ "'\\''" ] text}'";
    escapeShellArgs = strings.concatMapStringsSep " " strings.escapeShellArg;
    makeBinPath = packages: concatStringsSep ":" (map (one: "${attrsets.getBin one}/bin") (filter (one: one != null) packages));
    getName = drv: drv.pname or drv.name;
    toLower = replaceStrings (strings.stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ") (strings.stringToCharacters "abcdefghijklmnopqrstuvwxyz");
    fixedWidthString = width: filler: text:
      if stringLength text >= width then text else strings.fixedWidthString width filler (filler + text);
  };
  trivial = {
    inherit (builtins) isBool isFloat isFunction isInt;
    min = a: b: if a < b then a else b;
    max = a: b: if a > b then a else b;
    release = "26.05";
    id = value: value;
    mod = a: b: a - b * (a / b);
    boolToString = value: if value then "true" else "false";
    functionArgs = f: f.__functionArgs or (builtins.functionArgs f);
    warn = message: builtins.trace "evaluation warning: ${message}";
    throwIfNot = cond: message: if cond then value: value else throw message;
    throwIf = cond: message: trivial.throwIfNot (!cond) message;
  };
  meta = {
    getExe = drv:
      "${attrsets.getBin drv}/bin/${drv.meta.mainProgram or (throw "lib.getExe: ${strings.getName drv} has no meta.mainProgram")}";
    getExe' = drv: program: "${attrsets.getBin drv}/bin/${program}";
  };
  licenses = builtins.mapAttrs (name: spdxId: { inherit spdxId; shortName = name; }) {
      mit = "MIT";
      asl20 = "Apache-2.0";
      gpl3Plus = "GPL-3.0-or-later";
    };
  platforms = let
      linux = [ "x86_64-linux" "aarch64-linux" ];
      darwin = [ "x86_64-darwin" "aarch64-darwin" ];
    in {
      inherit linux darwin;
      unix = linux ++ darwin;
      all = linux ++ darwin;
    };
  # nixpkgs' lazyDerivation also passes on the outputs that are asked for.
  derivations.lazyDerivation = { derivation, meta ? null, passthru ? { }, outputs ? [ "out" ] }:
    {
      type = "derivation";
      inherit (derivation) name pname version outputName drvPath outPath system;
      inherit outputs;
      out = derivation.out;
      meta = if meta == null then derivation.meta else meta;
    }
    // passthru;
  inherit (import ./modules.nix { inherit lib; }) evalOption exported;
  modules = exported;
  lib =
    lists // attrsets // strings // removeAttrs trivial [ "release" ] // meta // derivations // modules
    // {
      inherit lists attrsets strings trivial meta derivations modules;
      inherit licenses platforms;
      types = import ./types.nix { inherit lib evalOption; };
    };
in
lib
