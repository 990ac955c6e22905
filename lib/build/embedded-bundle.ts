import { embedBundle } from "../nix/embed.macro.ts" with { type: "macro" };

/** In a module of its own, so that only what writes the bundle loads it. */
export const BUNDLE = embedBundle();
