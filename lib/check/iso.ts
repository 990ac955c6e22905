import type { Output } from "../nix/outputs.ts";
import { type Check, failed, passed, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { catalogueProblem, ISO_HEAD_BYTES, parseIso } from "./iso-image.ts";
import { buildPackage } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** An entry of the catalogue and the one that validates it. */
const CATALOGUE_BYTES = 64;

/** Images of the default profile, about a gigabyte each: those of the others differ in a file, and are evaluated. */
export function isoChecks(outputs: readonly Output[]): Check[] {
  const images = outputs.filter(({ type, profile }) => type.startsWith("iso") && profile === "default");
  return images.map(({ name }) => ({
    id: `iso/${name}`,
    tier: "full",
    title: `${name} builds: an image that boots`,
    needs: ["nixpkgs", "linux"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkIso(context, name),
  }));
}

async function checkIso(context: CheckContext, name: string): Promise<Verdict> {
  const { fs } = context.host;
  const folder = `${await buildPackage(context, name)}/iso`;
  const files = (await fs.list(folder).catch(() => [])).filter((file) => file.endsWith(".iso"));
  const [file] = files;
  if (file === undefined || files.length > 1) return failed(`${folder} has ${files.length} images`);
  return judgeIso(context, `${folder}/${file}`);
}

async function judgeIso({ host: { fs } }: CheckContext, path: string): Promise<Verdict> {
  const [info, head] = await Promise.all([fs.info(path), fs.readFrom(path, 0, ISO_HEAD_BYTES)]);
  if (info === undefined || head === undefined) return failed(`${path} cannot be read`);
  const iso = parseIso(head, info.sizeBytes);
  if ("problem" in iso) return failed(`${path} does not boot: ${iso.problem}`);
  const catalogue = await fs.readFrom(path, iso.catalogueAt, CATALOGUE_BYTES);
  const problem = catalogueProblem(catalogue ?? new Uint8Array());
  if (problem !== undefined) return failed(`${path} does not boot: ${problem}`);
  return passed(`${iso.volume}, ${Math.round(info.sizeBytes / 2 ** 20)} MiB`);
}
