# Types of settings that become a file of some format.
{ lib, final }:
let
  type = name: let
    value = lib.types.nullOr (lib.types.oneOf [ lib.types.bool lib.types.int lib.types.float lib.types.str lib.types.path (lib.types.attrsOf value) (lib.types.listOf value) ]) // { description = "${name} value"; };
  in value;
  format = name: _: {
    type = type name;
    generate = file: value: final.writeText file (builtins.toJSON value);
  };
in
{
  json = format "JSON";
  toml = format "TOML";
  yaml = format "YAML";
}
