import { select } from "@clack/prompts";
import { Failure } from "../errors.ts";
import type { Source } from "../plan/plan.ts";
import type { Registry } from "../registry/registry.ts";

const SOURCE_WORDS: { value: Source | "auto"; label: string; hint: string }[] = [
  { value: "auto", label: "auto", hint: "the most faithful this machine can carry" },
  { value: "live", label: "live", hint: "FFmpeg encodes in real time" },
  { value: "loop", label: "loop", hint: "FFmpeg encodes once, then it loops" },
  { value: "embedded", label: "embedded", hint: "no FFmpeg needed" },
];

/** Asks what to bring up; on a terminal only. Throws `Failure("cancelled")` on Ctrl-C. */
export async function askWhatToBringUp(
  registry: Registry,
): Promise<{ profile: string; source: Source | "auto" }> {
  const options = registry.profiles.map(({ name, description }) => ({
    value: name,
    label: name,
    hint: description,
  }));
  const profile = answered(await select({ message: "Which stream?", options, output: process.stderr }));
  const source = answered<Source | "auto">(
    await select<Source | "auto">({ message: "Made how?", options: SOURCE_WORDS, output: process.stderr }),
  );
  return { profile, source };
}

function answered<T extends string>(answer: T | symbol): T {
  if (typeof answer === "symbol") throw new Failure("cancelled", "Nothing was started.");
  return answer;
}
