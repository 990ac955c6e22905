# Resolves every case of a JSON file with nix/ and compares it with what hlsctl makes of it. The comparison is Nix's own:
# it is exact, which decimals in the JSON of old versions are not. Gives { count; differences = [ { case; path; nix;
# hlsctl; } ]; }.
{
  # The folder with nix/.
  root,
  # [ { component; profilesDir; profile; overrides; more; expected; } ]
  cases,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elemAt
    fromJSON
    genList
    isAttrs
    isList
    length
    readFile
    ;
  inherit (import (root + "/nix/lib.nix")) toJSON;

  configs = {
    origin = import (root + "/nix/test-origin/config");
    swarm = import (root + "/nix/swarm-client/config");
  };
  all = fromJSON (readFile cases);

  # `overrides` are for hlsctl, which is told them here.
  answerTo =
    {
      component,
      profilesDir,
      profile,
      overrides,
      more,
      ...
    }:
    let
      system = configs.${component} {
        profilesDir = /. + profilesDir;
        inherit overrides;
      };
    in
    removeAttrs (system.resolve profile more) [ "overrides" ]
    // {
      lineage = system.lineage (system.validateProfile profile);
    };

  indexes = list: genList (index: index) (length list);
  differencesAt =
    path: nix: hlsctl:
    if nix == hlsctl then
      [ ]
    else if isAttrs nix && isAttrs hlsctl then
      concatMap (
        key: differencesAt (path ++ [ key ]) nix.${key} or "nothing" hlsctl.${key} or "nothing"
      ) (attrNames (nix // hlsctl))
    else if isList nix && isList hlsctl && length nix == length hlsctl then
      concatMap (
        index: differencesAt (path ++ [ (toString index) ]) (elemAt nix index) (elemAt hlsctl index)
      ) (indexes nix)
    else
      [
        {
          path = concatStringsSep "." path;
          nix = toJSON nix;
          hlsctl = toJSON hlsctl;
        }
      ];
in
{
  count = length all;
  differences = concatMap (
    index:
    map (difference: difference // { case = index; }) (
      let
        one = elemAt all index;
      in
      differencesAt [ ] (answerTo one) one.expected
    )
  ) (indexes all);
}
