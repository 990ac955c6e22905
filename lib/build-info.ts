import { readBuildInfo } from "./build.macro.ts" with { type: "macro" };

/** What this build is, fixed when it was bundled. */
export const BUILD = readBuildInfo();
