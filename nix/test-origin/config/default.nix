# The profiles of the test origin: { profilesDir; overrides ? { } } -> profile system (nix/lib/component.nix).
import ../../lib/component.nix {
  component = "origin";
  derivations = {
    derived = import ./derived.nix;
    cache = import ./cache.nix;
  };
}
