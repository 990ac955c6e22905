# The functions of nixpkgs' lib that are used here, with its meanings.
let
  lists = import ./lists.nix { inherit lib; };
  attrsets = import ./attrsets.nix { inherit lib; };
  strings = import ./strings.nix { inherit lib; };
  definitions = import ./modules/definitions.nix { inherit lib; };
  modules = import ./modules/words.nix { inherit lib; } // {
    evalModules = import ./modules/eval.nix { inherit lib definitions; };
  };

  trivial = {
    inherit (builtins)
      isBool
      isFloat
      isFunction
      isInt
      functionArgs
      ;
    release = "26.05";
    min = a: b: if a < b then a else b;
    max = a: b: if a > b then a else b;
    boolToString = value: if value then "true" else "false";
    warn = message: builtins.trace "evaluation warning: ${message}";
    throwIf = cond: message: value: if cond then throw message else value;
  };

  meta = {
    getExe =
      drv: "${drv}/bin/${drv.meta.mainProgram or (throw "lib.getExe: ${drv.name} has no meta.mainProgram")}";
    getExe' = drv: program: "${drv}/bin/${program}";
  };

  licenses.mit = {
    shortName = "mit";
    spdxId = "MIT";
  };

  platforms = {
    linux = [
      "x86_64-linux"
      "aarch64-linux"
    ];
    darwin = [
      "x86_64-darwin"
      "aarch64-darwin"
    ];
    unix = platforms.linux ++ platforms.darwin;
  };

  lib =
    lists
    // attrsets
    // strings
    // removeAttrs trivial [ "release" ]
    // meta
    // modules
    // {
      inherit
        lists
        attrsets
        strings
        trivial
        meta
        modules
        licenses
        platforms
        ;
      types = import ./types.nix {
        inherit lib;
        inherit (definitions) evalOption;
      };
    };
in
lib
