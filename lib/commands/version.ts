import { BUILD } from "../build-info.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

export const versionCommand = defineCommand({
  name: "version",
  description: "Tell version, commit and target",
  args: OUTPUT_ARGS,
  examples: ["hlsctl version --json"],
  async run(_args, { out }) {
    out.answer(`hlsctl ${BUILD.version} (${BUILD.commit}, ${BUILD.target})`);
    out.data("version", { ...BUILD, bun: Bun.version });
  },
});
