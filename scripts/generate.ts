/** `bun run generate` rewrites every generated file of the repository. */
import { join, resolve } from "node:path";
import { GENERATED } from "./generate/all.ts";

const ROOT = resolve(import.meta.dir, "..");

for (const { path, render } of GENERATED) {
  const file = Bun.file(join(ROOT, path));
  const current = (await file.exists()) ? await file.text() : "";
  const text = await render(current);
  if (text === current) continue;
  await Bun.write(file, text);
  console.log(`wrote ${path}`);
}
