import { Failure } from "../errors.ts";
import { type DeploymentType, TYPES } from "../plan/plan.ts";
import { suggest } from "../registry/suggest.ts";

/** A word to a deployment type; throws `Failure("usage-unknown-type")` (exit 2) with the nearest. */
export function parseType(word: string): DeploymentType {
  const type = TYPES.find((one) => one === word);
  if (type) return type;
  const near = suggest(word, TYPES);
  const choices = `The types are ${TYPES.join(", ")}.`;
  throw new Failure("usage-unknown-type", `There is no deployment type "${word}".`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}
