import type { Host } from "../host.ts";
import type { XorrisoFacts } from "./facts.ts";
import { askProgram } from "./program.ts";

export async function probeXorriso(host: Host): Promise<XorrisoFacts> {
  const question = { name: "xorriso", versionArgs: ["-version"], parseVersion: parseXorrisoVersion };
  return (await askProgram(host, question)).program;
}

/** The first line ends in prose: `xorriso 1.5.4 : RockRidge filesystem manipulator, libburnia project.` */
export function parseXorrisoVersion(output: string): string | null {
  return /^(?:GNU )?xorriso (?:version\s*:\s*)?(\d\S*)/m.exec(output)?.[1] ?? null;
}
