import { Failure } from "../errors.ts";
import { hasKey, listEntries } from "../explain/entries.ts";
import { explainKey } from "../explain/explain-key.ts";
import { COMPONENTS, type Component } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import { renderEntries, renderExplanations } from "../ui/explanation.ts";
import { findingInOneLine } from "../ui/finding.ts";
import { type CommandContext, defineCommand, type ParsedArgs } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { loadSubject } from "./load-profiles.ts";

const EXPLAIN_ARGS = {
  key: {
    kind: "word",
    hint: "KEY",
    description: "A key or a table of keys; all when left out",
    completes: "keys",
  },
  profile: {
    kind: "word",
    hint: "PROFILE",
    description: "In which profile (default)",
    completes: "profiles",
  },
  ...COMPONENT_ARG,
  ...CONFIG_ARGS,
  ...OUTPUT_ARGS,
} as const;

type ExplainArgs = ParsedArgs<typeof EXPLAIN_ARGS>;

export const explainCommand = defineCommand({
  name: "explain",
  description: "Tell what a configuration key means and where its value came from",
  args: EXPLAIN_ARGS,
  examples: [
    "hlsctl explain hls.segmentDuration",
    "hlsctl explain recommendedTmpfsMB 4k-abr",
    "hlsctl explain gopSize low-latency --set encoder.framerate=60",
    "hlsctl explain logging debug",
    "hlsctl explain clients gentle",
  ],
  async run(args, context) {
    const asked = componentOf(args.component);
    if (args.key === undefined) return listKeys(asked, context);
    await explain(args, args.key, asked ?? componentWith(args.key), context);
  },
});

function listKeys(asked: Component | undefined, { out }: CommandContext): void {
  const entries = (asked ? [asked] : COMPONENTS).flatMap(listEntries);
  out.data("explain", { keys: entries });
  out.answer(renderEntries(entries, out));
}

/** No key belongs to both, so the key tells; an unknown one is looked for in origins. */
function componentWith(key: string): Component {
  return COMPONENTS.find((component) => hasKey(component, key)) ?? "origin";
}

async function explain(
  args: ExplainArgs,
  key: string,
  component: Component,
  { host, out }: CommandContext,
): Promise<void> {
  const subject = await loadSubject(host, component, args.profile, args);
  const { keys, otherFindings } = explainKey(subject, key);
  refuseUnknown(subject.profile.name, otherFindings);
  for (const finding of otherFindings) out.warn(findingInOneLine(finding));
  out.data("explain", { component, profile: subject.profile.name, keys });
  out.answer(renderExplanations(keys, out));
}

/** A value may be wrong and be explained all the same; a key that does not exist was not meant. */
function refuseUnknown(profile: string, findings: readonly Finding[]): void {
  const unknown = findings.filter((finding) => finding.code === "key-unknown");
  if (unknown.length === 0) return;
  const count = unknown.length === 1 ? "a key that does" : `${unknown.length} keys that do`;
  throw new Failure("config-invalid", `The configuration of profile "${profile}" has ${count} not exist.`, {
    details: unknown,
  });
}
