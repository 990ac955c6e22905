import type { Output } from "../nix/outputs.ts";
import { type Check, failed, passed, skipped, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { type ImageManifest, imageProblems, parseManifest, userOf } from "./image-archive.ts";
import { buildPackage, lastWords } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** Every image is built and looked into; see `container-runs.ts` for those that are run. */
export function containerChecks(outputs: readonly Output[]): Check[] {
  const images = outputs.filter(({ type }) => type === "container" || type === "container-enhanced");
  return images.map(({ name, type }) => {
    const hasSystemd = type === "container-enhanced";
    return {
      id: `containers/${name}`,
      tier: hasSystemd ? "full" : "build",
      title: hasSystemd
        ? `${name} builds: an image with systemd`
        : `${name} builds: an image that is not root`,
      needs: ["nixpkgs", "linux"],
      limitMs: BUILD_LIMIT_MS,
      run: (context) => checkImage(context, name, hasSystemd),
    };
  });
}

async function checkImage(context: CheckContext, name: string, hasSystemd: boolean): Promise<Verdict> {
  const image = await buildImage(context, name);
  if ("outcome" in image) return image;
  const { manifest, config, entries } = image;
  const architecture = context.system.startsWith("aarch64-") ? "arm64" : "amd64";
  const problems = imageProblems(manifest, config, entries, { architecture, hasSystemd });
  if (problems.length > 0) return failed(`${manifest.tag} is not as it should be`, problems.join("\n"));
  return passed(`${manifest.tag}, ${manifest.layers.length} layers, user ${userOf(config)}`);
}

export interface BuiltImage {
  archive: string;
  manifest: ImageManifest;
  /** The image's configuration, JSON. */
  config: string;
  /** Names in the archive. */
  entries: ReadonlySet<string>;
}

/** Builds an image and reads its archive; a verdict when that fails. */
export async function buildImage(context: CheckContext, attribute: string): Promise<BuiltImage | Verdict> {
  if ((await context.host.which("tar")) === undefined) {
    return skipped("there is no tar to look into the image with", "Install tar.");
  }
  const path = await buildPackage(context, attribute);
  const archive = await archiveIn(context, path);
  if (archive === undefined) return failed(`${path} has no image archive`);
  return readArchive(context, archive);
}

/** An image is the output itself, or (NixOS' docker image) a file in its `tarball` folder. */
async function archiveIn({ host }: CheckContext, path: string): Promise<string | undefined> {
  const info = await host.fs.info(path);
  if (info?.kind === "file") return path;
  const folder = `${path}/tarball`;
  const files = await host.fs.list(folder).catch(() => []);
  const archive = files.find((file) => /\.tar(\.\w+)?$/.test(file));
  return archive === undefined ? undefined : `${folder}/${archive}`;
}

async function readArchive(context: CheckContext, archive: string): Promise<BuiltImage | Verdict> {
  const listing = await tar(context, ["-tf", archive]);
  if (listing.status !== 0) return failed("the image is no archive", lastWords(listing));
  const entries = new Set(listing.stdout.split("\n").filter(Boolean));
  const manifest = parseManifest((await tar(context, ["-xOf", archive, "manifest.json"])).stdout);
  if (manifest === undefined)
    return failed("the archive has no manifest of one image", [...entries].slice(0, 10).join("\n"));
  const config = (await tar(context, ["-xOf", archive, manifest.config])).stdout;
  return { archive, manifest, config, entries };
}

function tar({ host, signal }: CheckContext, words: readonly string[]) {
  return host.exec(["tar", ...words], { timeoutMs: 300_000, signal });
}
