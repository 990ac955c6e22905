import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { asTable } from "../registry/profile.ts";
import type { Table } from "../schema/table.ts";
import { readInput } from "./input-file.ts";

const LIMIT_BYTES = 1024 * 1024;

/**
 * The table a TOML or, by its ending, JSON file holds. Throws `Failure("file-not-found")` or
 * `Failure("profile-invalid")` with line and column.
 */
export async function readTable(host: Host, path: string): Promise<Table> {
  const text = await readFile(host, path);
  return asTable(path.endsWith(".json") ? parseJson(text, path) : await parseToml(text, path), path);
}

function readFile(host: Host, path: string): Promise<string> {
  return readInput(host, path, path, ({ kind, sizeBytes }) => {
    if (kind !== "file") throw new Failure("file-not-found", `${path} is not a file.`);
    if (sizeBytes <= LIMIT_BYTES) return;
    throw new Failure("profile-invalid", `${path} is larger than 1 MiB, which no configuration is.`);
  });
}

async function parseToml(text: string, path: string): Promise<unknown> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
    throw new Failure(
      "profile-invalid",
      `${path} is not TOML: ${reason || "it cannot be read"} (line ${error.line}, column ${error.column}).`,
      { hint: 'Text goes in quotes: testPattern = "smptebars"; tables are headed [hls].', cause: error },
    );
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("profile-invalid", `${path} is not JSON: ${reason}.`, { cause: error });
  }
}
