# What `hlsctl profiles show NAME --json` has in `data` for a profile with one picture, worked out by Nix from the same
# TOML files; only for the comparison in ../nix-eval.ts, which demands that the two are equal.
{ name, profiles }:
let
  inherit (builtins)
    concatStringsSep div elemAt filter foldl' fromJSON fromTOML isAttrs isList mapAttrs match readFile removeAttrs
    stringLength substring zipAttrsWith;

  read = file: fromTOML (readFile file);

  # Tables merge, lists and scalars are replaced.
  merge = zipAttrsWith (_: values:
    let last = elemAt values (builtins.length values - 1);
    in if builtins.length values > 1 && builtins.all isAttrs values then merge values else last);

  listOf = value: if isList value then value else [ value ];
  lineage = profile:
    let table = read (profiles + "/origin/${profile}.toml");
    in builtins.concatMap lineage (listOf (table.extends or [ ])) ++ [ table ];

  words = [ "description" "aliases" "extends" ];
  config = merge ([ (read (profiles + "/base/origin.toml")) ] ++ map (table: removeAttrs table words) (lineage name));

  # `2000k`, `1.5M`, `64000` to whole kbit/s
  kbps = text:
    let
      parts = match "([0-9]+)(\\.([0-9]+))?([kKmMgG]?)" text;
      fraction = if elemAt parts 2 == null then "" else elemAt parts 2;
      scale = foldl' (total: _: total * 10) 1 (builtins.genList (x: x) (stringLength fraction));
      # A leading 1 keeps zeros that JSON does not allow in front of a number.
      number = digits: fromJSON "1${digits}" - foldl' (total: _: total * 10) 1 (builtins.genList (x: x) (stringLength digits));
      scaled = number (elemAt parts 0 + fraction);
      factor = { "" = 1; k = 1000; K = 1000; m = 1000000; M = 1000000; g = 1000000000; G = 1000000000; };
    in div (scaled * factor.${elemAt parts 3}) (scale * 1000);

  hex = number:
    let digit = n: substring n 1 "0123456789abcdef";
    in digit (div number 16) + digit (number - 16 * div number 16);

  # 3.1 → 31
  levelIdc = level: fromJSON (concatStringsSep "" (filter builtins.isString (builtins.split "\\." level)));
  profileBytes = { baseline = "42c0"; main = "4d40"; high = "6400"; };

  duration = config.hls.segmentDuration;
  max = a: b: if a > b then a else b;

  rendition =
    let
      inherit (config) video encoder;
      videoKbps = kbps video.bitrate;
      maxrateKbps = kbps video.maxrate;
      audioKbps = kbps video.audioBitrate;
    in rec {
      name = "${toString video.height}p";
      directory = "";
      inherit (video) width height;
      inherit videoKbps maxrateKbps audioKbps;
      bufsizeKbps = kbps video.bufsize;
      totalKbps = videoKbps + audioKbps;
      segmentSizeBytes = totalKbps * 125 * duration;
      inherit (encoder) level;
      codecs = "avc1.${profileBytes.${encoder.profile}}${hex (levelIdc level)},mp4a.40.2";
      bandwidth = (max maxrateKbps videoKbps + audioKbps) * 1000;
      averageBandwidth = totalKbps * 1000;
    };

  derived =
    let
      inherit (config.hls) listSize deleteThreshold;
      files = listSize + deleteThreshold + 1;
      total = rendition.totalKbps;
      stored = div (total * duration) 8 * files;
    in {
      gopSize = config.encoder.framerate * duration;
      targetDurationSec = max 1 duration;
      segmentLifetimeSec = (listSize + deleteThreshold) * duration;
      playlistWindowSec = listSize * duration;
      totalBitrateKbps = total;
      segmentSizeKB = div (total * duration) 8;
      filesPerVariant = files;
      variantCount = 1;
      storagePerVariantMB = div stored 1024;
      totalStorageMB = div stored 1024;
      recommendedTmpfsMB = div (div total 8 * listSize * duration * 2) 1024 + 64;
      openFileCacheMax = (files + 1) * 3;
      hlsFlags = concatStringsSep "+" config.hls.flags;
      renditions = [ rendition ];
    };

  policy = { maxAge, immutable ? null, staleWhileRevalidate ? null }:
    filterNull { inherit maxAge immutable staleWhileRevalidate; } // {
      public = true;
      noTransform = true;
      header = concatStringsSep ", " (
        [ "public" "max-age=${toString maxAge}" ]
        ++ (if immutable == true then [ "immutable" ] else [ ])
        ++ (if staleWhileRevalidate != null then [ "stale-while-revalidate=${toString staleWhileRevalidate}" ] else [ ])
        ++ [ "no-transform" ]
      );
    };
  filterNull = set: removeAttrs set (filter (key: set.${key} == null) (builtins.attrNames set));
in
assert !config.multibitrate;
{
  component = "origin";
  inherit name config derived;
  description = (read (profiles + "/origin/${name}.toml")).description or "";
  cache = mapAttrs (_: policy) {
    segment = { maxAge = 60; immutable = true; };
    manifest = { maxAge = div duration 2; staleWhileRevalidate = duration; };
    master = { maxAge = 5; staleWhileRevalidate = 10; };
  };
}
