import { join } from "node:path";
import type { Host } from "../host/host.ts";

/** `bun build` of the one file that any Bun runs. The variable tells the macros what they are building. */
export const BUNDLE_ARGV = ["build", "--target=bun", "--minify", "--env=disable", "cli.ts"] as const;
export const BUNDLE_ENV = { HLSCTL_BUNDLING: "1" } as const;

/** hlsctl as one JavaScript file for Bun: what a flake carries, for Nix cannot patch a compiled binary. */
export async function bundleText(host: Host): Promise<string> {
  const { BUNDLE } = await import("./embedded-bundle.ts");
  if (BUNDLE.kind === "embedded") return unpack(BUNDLE.data);
  if (BUNDLE.kind === "self") return readSelf(host);
  if (Bun.isStandaloneExecutable) throw new Error("this binary was built without its bundle");
  return buildBundle(host);
}

function unpack(data: string): string {
  return new TextDecoder().decode(Bun.zstdDecompressSync(Buffer.from(data, "base64")));
}

async function readSelf(host: Host): Promise<string> {
  const text = await host.fs.readText(Bun.main);
  if (text === undefined) throw new Error(`the program's own file is gone: ${Bun.main}`);
  return text;
}

async function buildBundle(host: Host): Promise<string> {
  const cwd = join(import.meta.dir, "../..");
  const { status, stdout, stderr } = await host.exec([process.execPath, ...BUNDLE_ARGV], {
    cwd,
    env: BUNDLE_ENV,
  });
  if (status !== 0) throw new Error(`the bundle could not be built: ${stderr}`);
  return stdout;
}
