# The profiles as outputs of a flake of this repository; ../nix-eval.ts puts it at the top of a clone.
{
  outputs = _: {
    profiles.default = import ./bench/nix/profile.nix {
      name = "default";
      profiles = ./profiles;
    };
  };
}
