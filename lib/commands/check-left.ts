import type { Leaving } from "../check/leavings.ts";
import { Failure } from "../errors.ts";
import { reportFailure } from "../ui/failure.ts";
import type { Out } from "../ui/out.ts";

const SWEPT = "The next `hlsctl check` removes containers and folders of this one; it leaves images alone.";

/** What may still be there, each with the command that removes it. */
export function describeLeft(left: readonly Leaving[]): string {
  return `This may be left:\n${commandsOf(left)}`;
}

/** How a run that was stopped ends: "nothing is left" is said of no run of which something may be left. */
export function failureOfStop(stopped: Failure, left: readonly Leaving[]): Failure {
  if (left.length === 0) return stopped;
  const word = stopped.id === "terminated" ? "Terminated" : "Interrupted";
  return new Failure(stopped.id, `${word}; this may be left: ${left.map(({ what }) => what).join(", ")}.`, {
    hint: `${commandsOf(left)}\n${SWEPT}`,
    details: { left },
  });
}

/** The last words of a run whose user did not wait for the end of its cleaning up. */
export function tellCutOff(left: readonly Leaving[], out: Out): void {
  const stopped = new Failure("interrupted", "Interrupted.");
  reportFailure(out, "check", failureOfStop(stopped, left));
}

function commandsOf(left: readonly Leaving[]): string {
  return left.map(({ remove }) => remove).join("\n");
}
