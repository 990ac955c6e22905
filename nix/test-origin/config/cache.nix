# How long caches may keep each kind of answer (lib/derive/cache.ts).
config:
let
  inherit (builtins) concatStringsSep floor;
  inherit (config.hls) segmentDuration;

  policy =
    rule:
    rule
    // {
      public = true;
      noTransform = true;
      header = concatStringsSep ", " (
        [
          "public"
          "max-age=${toString rule.maxAge}"
        ]
        ++ (if rule.immutable or false then [ "immutable" ] else [ ])
        ++ (
          if rule ? staleWhileRevalidate then
            [ "stale-while-revalidate=${toString rule.staleWhileRevalidate}" ]
          else
            [ ]
        )
        ++ [ "no-transform" ]
      );
    };
in
{
  segment = policy {
    maxAge = 60;
    immutable = true;
  };
  manifest = policy {
    maxAge = floor (segmentDuration / 2.0);
    staleWhileRevalidate = floor segmentDuration;
  };
  master = policy {
    maxAge = 5;
    staleWhileRevalidate = 10;
  };
}
