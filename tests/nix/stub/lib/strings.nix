# lib.strings
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    filter
    genList
    isString
    map
    match
    replaceStrings
    split
    stringLength
    substring
    toString
    ;
  upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  lower = "abcdefghijklmnopqrstuvwxyz";
  escape = chars: replaceStrings chars (map (char: "\\" + char) chars);
in
{
  inherit (builtins)
    concatStringsSep
    isString
    replaceStrings
    stringLength
    substring
    toJSON
    ;
  concatStrings = concatStringsSep "";
  concatMapStrings = f: list: concatStringsSep "" (map f list);
  concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
  optionalString = cond: text: if cond then text else "";
  hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
  hasSuffix =
    suffix: text:
    let
      start = stringLength text - stringLength suffix;
    in
    start >= 0 && substring start (-1) text == suffix;
  hasInfix = infix: text: lib.splitString infix text != [ text ];
  removePrefix =
    prefix: text: if lib.hasPrefix prefix text then substring (stringLength prefix) (-1) text else text;
  removeSuffix =
    suffix: text:
    if lib.hasSuffix suffix text then
      substring 0 (stringLength text - stringLength suffix) text
    else
      text;
  stringToCharacters = text: genList (n: substring n 1 text) (stringLength text);
  splitString =
    separator: text:
    filter isString (split (escape (lib.stringToCharacters "\\[{()^$?*+|.") separator) text);
  toLower = replaceStrings (lib.stringToCharacters upper) (lib.stringToCharacters lower);
  escapeShellArg =
    arg:
    let
      text = toString arg;
      isPlain = match "[[:alnum:],._+:@%/-]+" text != null;
    in
    if isPlain then text else "'${replaceStrings [ "'" ] [ "'\\''" ] text}'";
  escapeShellArgs = lib.concatMapStringsSep " " lib.escapeShellArg;
  makeBinPath = packages: concatStringsSep ":" (map (one: "${one}/bin") (filter (one: one != null) packages));
}
