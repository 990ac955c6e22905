import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { toolPath } from "../../support/tools.ts";

/** Nothing of these tests may reach beyond this machine, nor wait for a browser's housekeeping. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Browser extends AsyncDisposable {
  newPage(): Promise<Page>;
}

/** Headless Chromium with an empty profile, removed afterwards. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "hlsctl-chromium-"));
  const executablePath = toolPath("chromium");
  if (!executablePath) throw new Error("chromium is not installed");
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 900 },
  });
  return {
    newPage: () => context.newPage(),
    async [Symbol.asyncDispose]() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
