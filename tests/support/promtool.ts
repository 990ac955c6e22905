import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolPath } from "./tools.ts";

export interface PromtoolAnswer {
  status: number;
  said: string;
}

/** Runs promtool in a folder with these files, the input on stdin. */
export async function promtool(
  args: readonly string[],
  { files = {}, input = "" }: { files?: Record<string, string>; input?: string },
): Promise<PromtoolAnswer> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-promtool-"));
  try {
    for (const [name, text] of Object.entries(files)) await Bun.write(join(folder, name), text);
    const child = Bun.spawn([toolPath("promtool") ?? "promtool", ...args], {
      cwd: folder,
      stdin: new Blob([input]),
      stdout: "pipe",
      stderr: "pipe",
    });
    const [status, out, error] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
    return { status, said: out + error };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names of metrics in a PromQL expression, without the suffixes of histograms. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|without) \([^)]*\)/g, " ");
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([name]) => name);
  return names
    .filter((name) => name.includes("_") && !/^histogram_quantile$/.test(name))
    .map((name) => name.replace(/_(bucket|sum|count)$/, ""));
}

/** Names of metrics on a page. */
export function metricsOn(page: string): Set<string> {
  return new Set([...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name));
}
