import { Failure } from "../../lib/errors.ts";

/** The failure that a call throws; whatever else it throws goes on, and throwing nothing is an error. */
export function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
