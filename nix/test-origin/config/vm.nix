# What a virtual machine of the origin needs (lib/derive/vm.ts, which tells where the figures are from).
{
  encoder,
  # Of one picture of every rendition.
  pixels,
  # Segments lie in memory.
  tmpfsMB,
}:
let
  lookahead = {
    ultrafast = 0;
    superfast = 0;
    veryfast = 10;
    faster = 20;
    fast = 30;
    medium = 40;
    slow = 50;
    slower = 60;
    veryslow = 60;
  };

  cores = 2 + pixels * builtins.ceil encoder.framerate / 150000000;
  vmCores = if cores > 16 then 16 else cores;
  encoderBytesPerPixel =
    if encoder.tune == "zerolatency" then
      64
    else
      64 + 4 * lookahead.${encoder.preset} or unknownPreset + 18 * vmCores;
  unknownPreset = throw "encoder.preset is \"${encoder.preset}\"; it takes ${builtins.concatStringsSep ", " (builtins.attrNames lookahead)}.";
  neededMB = 384 + tmpfsMB + pixels * encoderBytesPerPixel / 1048576;
in
{
  inherit encoderBytesPerPixel vmCores;
  # At least 64 more, and an odd number of 64s: a QEMU machine of exactly 2048 MB hangs.
  vmMemoryMB = neededMB / 128 * 128 + 192;
}
