# builtins.toJSON without rounding: Nix before 2.13 writes six digits of a decimal.
let
  inherit (builtins)
    attrValues
    concatStringsSep
    filter
    floor
    foldl'
    fromJSON
    genList
    head
    isAttrs
    isFloat
    isList
    mapAttrs
    ;

  # 2^58: ten times as much still fits into a whole number.
  unit = 288230376151711744;

  # All digits of the binary fraction, by long division.
  expand =
    number:
    let
      whole = floor number;
      step =
        { digits, rest }:
        let
          digit = rest * 10 / unit;
        in
        {
          digits = digits + toString digit;
          rest = rest * 10 - digit * unit;
        };
      fraction = foldl' (done: _: step done) {
        digits = "";
        rest = floor ((number - whole) * unit);
      } (genList (x: x) 25);
    in
    "${toString whole}.${fraction.digits}";

  decimal =
    number:
    let
      short = builtins.toJSON number;
      ways = [
        short
        (toString number)
      ]
      ++ (if number > 0 && number < 9007199254740992 then [ (expand number) ] else [ ]);
      exact = filter (text: fromJSON text == number) ways;
    in
    if exact == [ ] then short else head exact;

  toJSON =
    value:
    if isFloat value then
      decimal value
    else if isList value then
      "[${concatStringsSep "," (map toJSON value)}]"
    else if isAttrs value && !(value ? outPath) then
      "{${
        concatStringsSep "," (
          attrValues (mapAttrs (name: child: "${builtins.toJSON name}:${toJSON child}") value)
        )
      }}"
    else
      builtins.toJSON value;
in
toJSON
