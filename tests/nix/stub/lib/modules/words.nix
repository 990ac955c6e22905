# What declares options and what stands around their values.
{ lib }:
let
  order = priority: content: {
    _type = "order";
    inherit priority content;
  };
in
{
  mkOption =
    option@{
      type ? null,
      default ? null,
      defaultText ? null,
      description ? null,
      example ? null,
      apply ? null,
      readOnly ? false,
      internal ? false,
      visible ? true,
    }:
    option // { _type = "option"; };
  mkEnableOption =
    name:
    lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether to enable ${name}.";
    };
  literalMD = text: {
    _type = "literalMD";
    inherit text;
  };
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOptionDefault = lib.mkOverride 1500;
  mkDefault = lib.mkOverride 1000;
  mkImageMediaOverride = lib.mkOverride 60;
  mkForce = lib.mkOverride 50;
  mkBefore = order 500;
  mkAfter = order 1500;
}
