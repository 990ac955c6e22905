# Arithmetic of lib/derive/exact.ts: durations are decimals, counted in whole microseconds; divisions are rounded down.
let
  inherit (builtins)
    floor
    isAttrs
    isFloat
    isList
    mapAttrs
    ;

  million = 1000000;

  # Half up, as JavaScript does. The difference has no rounding error, the sum with 0.5 would.
  round =
    number:
    let
      whole = floor number;
    in
    if number - whole >= 0.5 then whole + 1 else whole;

  toMicros = number: round (number * million);

  # A whole number of durations, in seconds.
  timesDuration =
    count: seconds:
    let
      micros = count * toMicros seconds;
      whole = micros / million;
    in
    if whole * million == micros then whole else micros / (million * 1.0);

  # ⌊amount × duration / divisor⌋; whole seconds apart, so that no product leaves 64 bits.
  floorTimesDuration =
    amount: seconds: divisor:
    let
      micros = toMicros seconds;
      whole = micros / million;
      rest = micros - whole * million;
    in
    (amount * whole + amount * rest / million) / divisor;

  # Pictures in a duration; whole when it is meant to be, so within a millionth.
  framesIn =
    seconds: framerate:
    let
      frames = framerate * seconds;
      whole = round frames;
      off = frames - whole;
    in
    if off < 1.0e-6 && off > -1.0e-6 then whole else frames;

  ceilDiv = number: divisor: (number + divisor - 1) / divisor;

  # JSON and JavaScript know one kind of number: 2.0 is 2. Beyond 2^53 a float stays one.
  normalise =
    value:
    if
      isFloat value && value > -9007199254740992 && value < 9007199254740992 && floor value == value
    then
      floor value
    else if isList value then
      map normalise value
    else if isAttrs value then
      mapAttrs (_: normalise) value
    else
      value;
in
{
  inherit
    round
    toMicros
    timesDuration
    floorTimesDuration
    framesIn
    ceilDiv
    normalise
    ;
}
