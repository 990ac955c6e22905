# A profile file's table to what it says of itself and its overlay (lib/registry/profile.ts).
{ component }:
name: table:
let
  inherit (builtins)
    all
    concatStringsSep
    filter
    isList
    isString
    match
    split
    ;
  inherit (import ./text.nix) shown;

  invalid = what: hint: throw "The ${component} profile \"${name}\" cannot be used: ${what}. ${hint}";

  nameList =
    word:
    let
      value = table.${word} or [ ];
      list = if isList value then value else [ value ];
    in
    if all isString list then
      list
    else
      invalid "${word} is ${shown value}" "Give ${word} a profile name or a list of names.";

  # One line: what cannot be printed becomes a space.
  oneLine =
    text:
    let
      line = concatStringsSep " " (filter isString (split "[[:cntrl:]]+" text));
      trimmed = match "[[:space:]]*(.*[^[:space:]])[[:space:]]*" line;
    in
    if trimmed == null then "" else builtins.head trimmed;

  description = table.description or "";
in
if match "[a-z0-9][a-z0-9._-]*" name == null then
  invalid "its name is not lower-case letters, digits, dots, dashes and underscores, a letter or digit first" "Rename the file."
else
  {
    description =
      if isString description then
        oneLine description
      else
        invalid "description is ${shown description}" "Give one line of text.";
    aliases = nameList "aliases";
    extends = nameList "extends";
    overlay = removeAttrs table [
      "description"
      "aliases"
      "extends"
    ];
  }
