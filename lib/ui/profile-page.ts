import type { DerivedRendition } from "../derive/renditions.ts";
import { flatten } from "../explain/flatten.ts";
import { sourceOf } from "../merge/merge.ts";
import type { Profile } from "../registry/profile.ts";
import { baseOf } from "../registry/registry.ts";
import type { Resolved, ResolvedOrigin } from "../resolve.ts";
import type { VariantConfig } from "../schema/origin.ts";
import { lookupPath, type Table, type Value } from "../schema/table.ts";
import { renderColumns } from "./columns.ts";
import { renderPlainValue } from "./finding.ts";
import type { Painter } from "./paint.ts";

interface Page {
  paint: Painter;
  width: number;
}

/** Everything about a profile: its configuration with what differs from base marked, and what is derived from it. */
export function renderProfile(resolved: Resolved, profile: Profile, page: Page): string {
  const origin = resolved.component === "origin" ? originBlocks(resolved, page) : [];
  return [
    header(resolved, profile, page),
    block("Configuration", configRows(resolved, page.paint), page),
    ...(resolved.component === "origin" ? [ladder(resolved, page)] : []),
    block("Derived", derivedRows(resolved, page.paint), page),
    ...origin,
  ].join("\n\n");
}

function header({ name, component }: Resolved, profile: Profile, { paint }: Page): string {
  const about = [
    `${component} profile, ${profile.source}`,
    ...(profile.aliases.length > 0 ? [`also called ${profile.aliases.join(", ")}`] : []),
    ...(profile.extends.length > 0 ? [`extends ${profile.extends.join(", ")}`] : []),
  ].join("; ");
  return [
    paint.bold(paint.cyan(name)),
    ...(profile.description ? [profile.description] : []),
    paint.dim(about),
  ].join("\n");
}

/** One row a key, a gap between tables; the ladder comes by itself. */
function configRows({ config, component, sources }: Resolved, paint: Painter): string[][] {
  const base = baseOf(component);
  const { variants: _, ...rest } = config as unknown as Table;
  const rows = Object.entries(rest).map(([name, value]) => ({
    isTable: typeof value === "object" && !Array.isArray(value),
    rows: flatten(value, name).map((entry) =>
      configRow(entry, lookupPath(base, entry.path), sourceOf(sources, entry.path), paint),
    ),
  }));
  return rows.flatMap((group, index) =>
    group.isTable && index > 0 ? [["", ""], ...group.rows] : group.rows,
  );
}

function configRow(
  { path, value }: { path: string; value: Value },
  base: Value | undefined,
  source: string | undefined,
  paint: Painter,
): string[] {
  const text = renderPlainValue(value);
  if (source === undefined || source === "base") return [paint.cyan(path), text];
  const isSame = JSON.stringify(base) === JSON.stringify(value);
  if (isSame) return [paint.cyan(path), `${text}  ${paint.dim(`${source}, as base`)}`];
  const was = paint.dim(`, base ${renderPlainValue(base ?? null)}`);
  return [paint.cyan(path), paint.yellow(`${text}  ◂ ${source}`) + was];
}

function ladder({ config, sources }: ResolvedOrigin, { paint, width }: Page): string {
  const source = sourceOf(sources, "variants");
  const notes = [
    ...(source && source !== "base" ? [paint.yellow(`◂ ${source}`)] : []),
    ...(config.multibitrate ? [] : [paint.dim("not used, multibitrate is false")]),
  ];
  const rows = config.variants.map((variant) => variantRow(variant));
  return [[paint.cyan("variants"), ...notes].join("  "), ...renderColumns(rows, { width, indent: 2 })].join(
    "\n",
  );
}

function variantRow({
  name,
  width,
  height,
  bitrate,
  maxrate,
  bufsize,
  audioBitrate,
}: VariantConfig): string[] {
  return [name, `${width}×${height}`, `${bitrate}/${maxrate}/${bufsize}`, `audio ${audioBitrate}`];
}

function derivedRows({ derived }: Resolved, paint: Painter): string[][] {
  const { renditions: _, ...numbers } = derived as unknown as Table;
  return Object.entries(numbers).map(([name, value]) => [paint.cyan(name), renderPlainValue(value)]);
}

function originBlocks({ derived, cache }: ResolvedOrigin, page: Page): string[] {
  const { paint } = page;
  const head = ["name", "size", "level", "codecs", "bandwidth", "segment bytes"].map(paint.dim);
  const policies = Object.entries(cache).map(([name, { header }]) => [paint.cyan(name), header]);
  return [
    block("Renditions", [head, ...derived.renditions.map((one) => renditionRow(one, paint))], page),
    block("Cache-Control", policies, page),
  ];
}

function renditionRow(one: DerivedRendition, paint: Painter): string[] {
  return [
    paint.cyan(one.name),
    `${one.width}×${one.height}`,
    one.level,
    one.codecs,
    `${one.bandwidth}`,
    `${one.segmentSizeBytes}`,
  ];
}

function block(title: string, rows: readonly (readonly string[])[], { paint, width }: Page): string {
  return [paint.bold(title), ...renderColumns(rows, { width, indent: 2 })].join("\n");
}
