import { dirname, join } from "node:path";
import type { FileInfo, HostFs } from "../../lib/host/host.ts";

export type FakeFile = string | Uint8Array | (Partial<FileInfo> & { text?: string; error?: string });

export interface FakeFsOptions {
  /**
   * Files by absolute path: text, bytes, or `{text, uid, gid, mode, kind}`; `error` makes reading throw that code
   * (`EACCES`). A path that ends in `/` is an empty folder. Parent folders exist by themselves.
   */
  files?: Record<string, FakeFile>;
  /** Symbolic links: path → target; an `EACCES` target makes reading the link throw. */
  links?: Record<string, string>;
  /** Bytes free everywhere, or by folder (the nearest parent counts). */
  freeBytes?: number | Record<string, number>;
  /** Folders (and all below) nothing can be written to → the error code. */
  unwritable?: Record<string, string>;
  /** Paths (and all below) that cannot even be looked at → the error code. */
  hidden?: Record<string, string>;
}

export interface FakeFs extends HostFs {
  /** Paths of all files, sorted. */
  paths(): string[];
  /** Text of a file that must be there. */
  text(path: string): string;
}

interface Entry extends FileInfo {
  bytes: Uint8Array;
  error?: string | undefined;
}

const GIB = 2 ** 30;

export function fakeFs(log: string[], options: FakeFsOptions): FakeFs {
  const entries = new Map<string, Entry>();
  const links = new Map(Object.entries(options.links ?? {}));
  for (const path of ["/", "/tmp/"]) place(entries, path, "");
  for (const [path, file] of Object.entries(options.files ?? {})) place(entries, path, file);

  const write = async (path: string, bytes: Uint8Array, mode: number) => {
    refuse(path, options.unwritable);
    if (entries.get(dirname(path))?.kind !== "directory") throw systemError("ENOENT", path);
    log.push(`write ${path} (${bytes.length} bytes)`);
    entries.set(path, entry("file", bytes, { mode }));
  };
  const read = (path: string): Uint8Array | undefined => {
    const found = entries.get(path);
    if (found?.error) throw systemError(found.error, path);
    if (found?.kind === "directory") throw systemError("EISDIR", path);
    return found?.bytes;
  };

  return {
    paths: () => [...entries].flatMap(([path, { kind }]) => (kind === "file" ? [path] : [])).sort(),
    text: (path) => new TextDecoder().decode(read(path) ?? missing(path)),
    async readText(path) {
      const bytes = read(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    readBytes: async (path) => read(path),
    mapBytes: (path) => read(path) ?? missing(path),
    writeText: (path, text, mode = 0o644) => write(path, new TextEncoder().encode(text), mode),
    writeBytes: (path, bytes, mode = 0o644) => write(path, bytes, mode),
    appendText: (path, text, mode = 0o600) => {
      const whole = new TextDecoder().decode(read(path)) + text;
      return write(path, new TextEncoder().encode(whole), mode);
    },
    readFrom: async (path, offset, limit) => read(path)?.subarray(offset, offset + limit),
    async info(path) {
      refuse(path, options.hidden);
      const found = entries.get(path);
      if (!found) return undefined;
      const { bytes, error: _, ...info } = found;
      return { ...info, sizeBytes: bytes.length || info.sizeBytes };
    },
    list: async (path) => childNames(path, [...entries.keys(), ...links.keys()]),
    async makeDirectory(path, mode = 0o755) {
      refuse(path, options.unwritable);
      const absent = ancestors(path).filter((one) => !entries.has(one));
      if (absent.length > 0) log.push(`mkdir ${path}`);
      for (const one of absent) entries.set(one, entry("directory", new Uint8Array(), { mode }));
      return absent[0];
    },
    async remove(path) {
      refuse(path, options.unwritable);
      log.push(`remove ${path}`);
      for (const one of [...entries.keys()]) if (isWithin(one, path)) entries.delete(one);
    },
    async removeEmpty(path) {
      if ([...entries.keys()].some((one) => one !== path && isWithin(one, path))) return;
      log.push(`rmdir ${path}`);
      entries.delete(path);
    },
    async rename(from, to) {
      refuse(to, options.unwritable);
      log.push(`rename ${from} ${to}`);
      if (!entries.has(from)) throw systemError("ENOENT", from);
      for (const [one, content] of [...entries]) {
        if (!isWithin(one, from)) continue;
        entries.delete(one);
        entries.set(to + one.slice(from.length), content);
      }
    },
    freeBytes: async (path) => freeAt(path, options.freeBytes ?? 100 * GIB),
    probeWritable: async (path) => nearest(path, options.unwritable ?? {}) ?? absentCode(entries.get(path)),
    async realPath(path) {
      const real = links.get(path) ?? path;
      return entries.has(real) ? real : undefined;
    },
    async readLink(path) {
      const target = links.get(path);
      if (target === "EACCES") throw systemError("EACCES", path);
      return target;
    },
  };
}

function place(entries: Map<string, Entry>, path: string, file: FakeFile): void {
  const clean = path.length > 1 ? path.replace(/\/$/, "") : path;
  for (const parent of ancestors(dirname(clean))) {
    if (!entries.has(parent)) entries.set(parent, entry("directory", new Uint8Array(), { mode: 0o755 }));
  }
  if (path.endsWith("/")) entries.set(clean, entry("directory", new Uint8Array(), { mode: 0o755 }));
  else if (typeof file === "string") entries.set(clean, entry("file", new TextEncoder().encode(file), {}));
  else if (file instanceof Uint8Array) entries.set(clean, entry("file", file, {}));
  else {
    const { text = "", error, kind = "file", ...info } = file;
    entries.set(clean, { ...entry(kind, new TextEncoder().encode(text), info), error });
  }
}

function entry(kind: FileInfo["kind"], bytes: Uint8Array, info: Partial<FileInfo>): Entry {
  return { kind, bytes, sizeBytes: 0, modifiedMs: 0, uid: 1000, gid: 1000, mode: 0o644, ...info };
}

function ancestors(path: string): string[] {
  return path === "/" || path === "." ? ["/"] : [...ancestors(dirname(path)), path];
}

function childNames(path: string, paths: readonly string[]): string[] {
  const names = paths.filter((one) => one !== path && isWithin(one, path));
  return [...new Set(names.map((one) => one.slice(join(path, "/").length).split("/")[0] ?? ""))].sort();
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function nearest<T>(path: string, byFolder: Record<string, T>): T | undefined {
  const folder = ancestors(path).findLast((one) => one in byFolder);
  return folder === undefined ? undefined : byFolder[folder];
}

function freeAt(path: string, free: number | Record<string, number>): number {
  return typeof free === "number" ? free : (nearest(path, free) ?? 100 * GIB);
}

function absentCode(found: Entry | undefined): string | undefined {
  return found?.kind === "directory" ? undefined : "ENOENT";
}

function refuse(path: string, unwritable: Record<string, string> = {}): void {
  const code = nearest(path, unwritable);
  if (code) throw systemError(code, path);
}

function missing(path: string): never {
  throw systemError("ENOENT", path);
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
