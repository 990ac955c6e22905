# What a swarm of FFmpeg processes needs (lib/derive/swarm.ts).
{ clients, rampRate, ... }:
let
  inherit (import ../../lib.nix) ceilDiv toMicros;
  memoryMB = 19 * clients + 64;
  ratePerMillion = toMicros rampRate;
in
{
  inherit memoryMB;
  rampDurationSec =
    if ratePerMillion > 0 then
      clients * 1000000 / ratePerMillion
    else
      throw "rampRate is ${toString rampRate}; it takes a number above 0.";
  fileDescriptors = 15 * clients + 1000;
  ephemeralPorts = 5 * clients;
  containerMemoryMB = ceilDiv (memoryMB * 12) 10;
  vmMemoryMB = ceilDiv (memoryMB * 13) 10 + 256;
}
