import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { asTable } from "../registry/profile.ts";
import type { Table } from "../schema/table.ts";

const LIMIT_BYTES = 1024 * 1024;

/**
 * The table a TOML or, by its ending, JSON file holds. Throws `Failure("file-not-found")` or
 * `Failure("profile-invalid")` with line and column.
 */
export async function readTable(host: Host, path: string): Promise<Table> {
  const text = await readFile(host, path);
  return asTable(path.endsWith(".json") ? parseJson(text, path) : await parseToml(text, path), path);
}

async function readFile(host: Host, path: string): Promise<string> {
  const info = await host.fs.info(path).catch((error: NodeJS.ErrnoException) => refuse(path, error));
  if (!info) throw new Failure("file-not-found", `There is no file ${path}.`);
  if (info.kind !== "file") throw new Failure("file-not-found", `${path} is not a file.`);
  if (info.sizeBytes > LIMIT_BYTES) {
    throw new Failure("profile-invalid", `${path} is larger than 1 MiB, which no configuration is.`);
  }
  const text = await host.fs.readText(path).catch((error: NodeJS.ErrnoException) => refuse(path, error));
  if (text === undefined) throw new Failure("file-not-found", `There is no file ${path}.`);
  return text;
}

function refuse(path: string, error: NodeJS.ErrnoException): never {
  const isDenied = error.code === "EACCES" || error.code === "EPERM";
  throw new Failure(
    isDenied ? "permission-denied" : "file-not-found",
    `${path} cannot be read: ${error.code ?? error.message}.`,
    { cause: error },
  );
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
