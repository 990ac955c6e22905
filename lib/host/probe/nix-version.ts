import { plainLine } from "../../nix/internal-json.ts";
import type { NixFacts } from "./facts.ts";

/**
 * What `nix --version` says: `nix (Nix) 2.8.0`, `nix (Nix) 2.30pre20250521_76a4d4c2`,
 * `nix (Lix, like Nix) 2.91.1`, `nix (Determinate Nix 3.11.3) 2.31.2`. The last word is the Nix version.
 */
export function parseNixVersion(output: string): { flavour: NixFacts["flavour"]; version: string | null } {
  const lines = output.split("\n").map(plainLine);
  const line = lines.find((one) => /^nix \(/.test(one)) ?? "";
  const version = /\s(\d+\.\d+[\w.+-]*)\s*$/.exec(line)?.[1] ?? null;
  if (/^nix \(Lix\b/.test(line)) return { flavour: "lix", version };
  if (/^nix \(Determinate\b/.test(line)) return { flavour: "determinate", version };
  return { flavour: version ? "nix" : null, version };
}

/** `key = value` lines of `nix config show`. */
export function parseNixConfig(text: string): Map<string, string> {
  const lines = text.split("\n").map((line) => line.split(/ =(?: (.*))?$/, 2));
  return new Map(lines.flatMap(([key, value]) => (key ? [[key.trim(), value?.trim() ?? ""]] : [])));
}

/**
 * The machines of `builders`: lines (or `;`-separated parts) of `uri systems key jobs …`, where `systems` is a
 * comma-separated list or `-`.
 */
export function parseBuilders(machines: string): NixFacts["builders"] {
  const rows = machines.split(/[\n;]/).map((row) => row.replace(/#.*/, "").trim());
  return rows.filter(Boolean).map((row) => {
    const [uri = "", systems = "-"] = row.split(/\s+/);
    return { uri, systems: systems === "-" ? [] : systems.split(",") };
  });
}

/** `{"trusted":true,…}` of `nix store info --json`; releases before 2.15 do not tell, some write 1 for true. */
export function parseTrusted(json: string): boolean | null {
  const said = /"trusted"\s*:\s*(true|false|0|1)/.exec(json)?.[1];
  return said === undefined ? null : said === "true" || said === "1";
}
