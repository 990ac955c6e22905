# The profiles of the swarm client: { profilesDir; overrides ? { } } -> profile system (nix/lib/component.nix).
import ../../lib/component.nix {
  component = "swarm";
  derivations.derived = import ./derived.nix;
}
