# A profile as an output of a flake of this repository; ../nix-eval.ts puts it at the top of a clone.
{
  outputs = _: {
    profiles.default =
      (import ./nix/test-origin/config { profilesDir = ./profiles; }).resolve "default"
        { };
  };
}
