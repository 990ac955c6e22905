# A derivation whose name, meta and system are known without evaluating it, so that listing dozens of outputs stays
# fast even where a whole NixOS system is behind each. `unwrapped` is the derivation itself.
{
  name,
  system,
  meta,
}:
drv:
let
  wrapped = {
    type = "derivation";
    inherit name system meta;
    inherit (drv) drvPath outPath;
    outputName = "out";
    outputs = [ "out" ];
    out = wrapped;
    all = [ wrapped ];
    unwrapped = drv;
    passthru = drv.passthru or { };
  };
in
wrapped
