# The profiles of a component: names, aliases, what they extend, and the configuration each makes
# (lib/registry and the merging half of lib/resolve.ts).
{ deepMerge }:
{
  # "origin" or "swarm"; only for messages.
  component,
  # The configuration every profile starts from; it also tells which keys there are and of which type.
  base,
  # { NAME = table; } with `description`, `aliases` and `extends` among the keys.
  definitions,
  # Go over every profile.
  overrides ? { },
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elem
    filter
    foldl'
    hasAttr
    isAttrs
    isString
    listToAttrs
    mapAttrs
    ;
  inherit (import ./text.nix) kindOf nearest;
  inherit (import ./exact.nix) normalise;
  parse = import ./profile.nix { inherit component; };
  check = import ./check.nix;

  profiles = mapAttrs parse definitions;
  listProfiles =
    filter (name: name == "default") (attrNames profiles)
    ++ filter (name: name != "default") (attrNames profiles);

  # The first profile that claims an alias has it; a name is never another's alias.
  aliases = listToAttrs (
    concatMap (
      name:
      map (alias: {
        name = alias;
        value = name;
      }) (filter (alias: !hasAttr alias profiles) profiles.${name}.aliases)
    ) listProfiles
  );
  names = concatMap (name: [ name ] ++ profiles.${name}.aliases) listProfiles;

  lookup =
    name: orElse:
    if hasAttr name profiles then name else aliases.${name} or (throw "${orElse} ${hintFor name}");
  hintFor =
    name:
    let
      near = nearest name names;
    in
    (if near == null then "" else "Did you mean \"${near}\"? ")
    + "The profiles are ${concatStringsSep ", " names}.";

  validateProfile =
    name:
    if isString name then
      lookup name "There is no ${component} profile named \"${name}\"."
    else
      throw "The name of a profile is text, not a ${kindOf name}.";

  # The profile and all it extends, farthest first; a parent met twice counts where it is met first.
  lineage =
    let
      visit =
        above: done: name:
        let
          path = above ++ [ name ];
          step =
            soFar: word:
            let
              parent = lookup word "The ${component} profile \"${name}\" extends \"${word}\", which does not exist.";
            in
            if elem parent path then circle (path ++ [ parent ]) else visit path soFar parent;
        in
        if elem name done then done else foldl' step done profiles.${name}.extends ++ [ name ];
    in
    visit [ ] [ ];
  circle =
    path:
    throw "Profiles extend each other in a circle: ${concatStringsSep " → " path}. Remove one \"extends\".";

  # The profile's name or alias, further overrides → its configuration, checked.
  getConfig =
    profile: more:
    let
      name = validateProfile profile;
      layers = map (member: layer "profile ${member}" profiles.${member}.overlay) (lineage name) ++ [
        (layer "the flake's overrides" overrides)
        (layer "overrides" more)
      ];
    in
    check {
      inherit name base layers;
      config = normalise (foldl' (below: above: deepMerge below above.table) base layers);
    };
  layer =
    label: table:
    if isAttrs table then
      { inherit label table; }
    else
      throw "The settings of ${label} are a ${kindOf table}; they are a table, e.g. { hls.listSize = 6; }.";
in
{
  inherit
    listProfiles
    aliases
    names
    validateProfile
    lineage
    getConfig
    ;
  describe = name: profiles.${validateProfile name}.description;
}
