import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "../../..");

/** In this order: later ones set aside what earlier ones say. */
const STYLES = ["page", "summary", "plots", "tables", "narrow", "print"];

/** Files that the page carries, in their order. */
const FILES = {
  style: ["node_modules/uplot/dist/uPlot.min.css", ...STYLES.map((name) => `lib/report/html/${name}.css`)],
  script: ["node_modules/uplot/dist/uPlot.iife.min.js", "lib/report/html/page.js"],
} as const;

/**
 * Runs while bundling (a Bun macro): the style or script of the page, and its hash as a Content-Security-Policy names it
 * (W3C CSP3 §2.3.1), so that no other script can run there whatever a playlist smuggles in.
 */
export function embedAsset(kind: keyof typeof FILES): { text: string; hash: string } {
  const text = FILES[kind].map((file) => readFileSync(join(ROOT, file), "utf8").trim()).join("\n");
  if (/<\/(?:script|style)/i.test(text))
    throw new Error(`The ${kind} of the report page ends its own element.`);
  return { text, hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'` };
}
