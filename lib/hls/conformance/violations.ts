import { LOW_LATENCY_RULES } from "./low-latency-rules.ts";
import { PLAYLIST_RULES, VARIANT_RULES } from "./playlist-rules.ts";
import { TRANSFER_RULES } from "./transfer-rules.ts";
import { UPDATE_RULES } from "./update-rules.ts";

/** Every rule a stream can break, by its stable code. */
export const VIOLATIONS = {
  ...PLAYLIST_RULES,
  ...VARIANT_RULES,
  ...UPDATE_RULES,
  ...LOW_LATENCY_RULES,
  ...TRANSFER_RULES,
};

export type ViolationCode = keyof typeof VIOLATIONS;

/** A broken rule: the first example in one sentence, with its numbers and how many more there are. */
export interface Violation {
  code: ViolationCode;
  example: string;
}
