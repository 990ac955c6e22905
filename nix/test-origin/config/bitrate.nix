# FFmpeg bit-rate notation (`2000k`, `1.5M`, `64000`) to whole kbit/s, rounded down (lib/schema/bitrate.ts). Digits are
# moved, not multiplied: 1.001 × 1000 is 1000.9999999999999 in floating point.
let
  inherit (builtins)
    concatStringsSep
    elemAt
    fromJSON
    genList
    match
    stringLength
    substring
    ;

  zeros = {
    "" = 0;
    k = 3;
    K = 3;
    M = 6;
    G = 9;
  };

  # JSON has no zeros in front of a number; more than fifteen digits are a float, as in JavaScript.
  toNumber =
    digits:
    let
      bare = elemAt (match "0*([0-9]*)" digits) 0;
    in
    if bare == "" then
      0
    else if stringLength bare > 15 then
      fromJSON "${bare}.0"
    else
      fromJSON bare;

  pad =
    digits: places: digits + concatStringsSep "" (genList (_: "0") (places - stringLength digits));
in
text:
let
  parts = match "([0-9]+)(\\.([0-9]+))?([kKMG]?)" text;
  whole = elemAt parts 0;
  fraction = if elemAt parts 2 == null then "" else elemAt parts 2;
  places = zeros.${elemAt parts 3} - 3;
  size = stringLength whole;
in
if parts == null then
  throw "\"${text}\" is no bit rate. Write one such as 2000k or 1.5M."
else if places < 0 then
  (if size > 3 then toNumber (substring 0 (size - 3) whole) else 0)
else
  toNumber (whole + pad (substring 0 places fraction) places)
