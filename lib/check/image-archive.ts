/** What an image must be. */
export interface ImageExpectation {
  /** `amd64` or `arm64`. */
  architecture: string;
  /** The image runs systemd, as root. */
  hasSystemd: boolean;
}

export interface ImageManifest {
  config: string;
  tag: string;
  layers: readonly string[];
}

const LABELS = ["title", "description", "source", "documentation", "version", "vendor", "licenses"];

/** `manifest.json` of a docker-archive; undefined when it is none with one image. */
export function parseManifest(json: string): ImageManifest | undefined {
  const images = parseJson(json);
  if (!Array.isArray(images) || images.length !== 1) return undefined;
  const { Config: config, RepoTags: tags, Layers: layers } = images[0] as Record<string, unknown>;
  if (typeof config !== "string" || !isTexts(tags) || !isTexts(layers)) return undefined;
  const [tag] = tags;
  return tag === undefined || layers.length === 0 ? undefined : { config, tag, layers };
}

/** Everything that is wrong with an image, from its manifest, its configuration and the names in the archive. */
export function imageProblems(
  manifest: ImageManifest,
  configJson: string,
  entries: ReadonlySet<string>,
  expected: ImageExpectation,
): string[] {
  const image = parseJson(configJson) as ImageConfig | undefined;
  if (!image?.config) return [`its configuration ${manifest.config} is none`];
  const { User: user = "", Labels: labels, Healthcheck: health, StopSignal: stop } = image.config;
  const diffs = image.rootfs?.diff_ids?.length;
  const missing = manifest.layers.find((layer) => !entries.has(layer));
  const unlabelled = LABELS.filter((label) => !labels?.[`org.opencontainers.image.${label}`]);
  return [
    image.os === "linux" ? "" : `it is for ${image.os}, not for linux`,
    image.architecture === expected.architecture
      ? ""
      : `it is for ${image.architecture}, not for ${expected.architecture}`,
    missing === undefined ? "" : `its layer ${missing} is not in the archive`,
    diffs === manifest.layers.length ? "" : `it has ${manifest.layers.length} layers and names ${diffs}`,
    isRoot(user) === expected.hasSystemd ? "" : `it runs as ${user === "" ? "root" : user}`,
    health?.Test?.[0]?.startsWith("CMD") ? "" : "it has no health check",
    unlabelled.length === 0 ? "" : `it lacks the labels ${unlabelled.join(", ")}`,
    !expected.hasSystemd || stop === "SIGRTMIN+3" ? "" : `systemd is stopped with SIGRTMIN+3, not ${stop}`,
  ].filter(Boolean);
}

export function userOf(configJson: string): string {
  return (parseJson(configJson) as ImageConfig | undefined)?.config?.User || "root";
}

interface ImageConfig {
  architecture?: string;
  os?: string;
  rootfs?: { diff_ids?: string[] };
  config?: {
    User?: string;
    Labels?: Record<string, string>;
    Healthcheck?: { Test?: string[] };
    StopSignal?: string;
  };
}

function isRoot(user: string): boolean {
  return ["", "0", "root"].includes(user.split(":")[0] ?? "");
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
