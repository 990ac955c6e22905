import { appendFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { errorCode } from "../host/native.ts";
import type { OriginConfig } from "../schema/origin.ts";

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const UNITS_BYTES: Record<string, number> = { "": 1, k: 1024, m: 1024 * 1024 };

/** One file whose lines wait until there are `buffer` bytes of them or the oldest is `flushInterval` old. */
export class LogFile {
  #waiting: string[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isBroken = false;
  readonly #limitBytes: number;
  readonly #intervalMs: number;

  constructor(
    readonly path: string,
    readonly logging: OriginConfig["logging"],
    readonly onProblem: (line: string) => void,
  ) {
    this.#limitBytes = parseSize(logging.buffer);
    this.#intervalMs = parseIntervalMs(logging.flushInterval);
  }

  add(line: string): void {
    if (this.#isBroken) return;
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (this.#waitingBytes >= this.#limitBytes) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), this.#intervalMs).unref();
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return this.#writing;
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#writing = this.#writing.then(() => this.#append(text));
    return this.#writing;
  }

  /** A gzip file may be a chain of members (RFC 1952 §2.2). */
  async #append(text: string): Promise<void> {
    const { gzip } = this.logging;
    try {
      await appendFile(this.path, gzip > 0 ? gzipSync(text, { level: gzip }) : text);
    } catch (error) {
      if (!this.#isBroken)
        this.onProblem(`cannot write ${this.path} (${errorCode(error)}): its lines are dropped`);
      this.#isBroken = true;
    }
  }
}

/** `512k` → 524288. */
export function parseSize(text: string): number {
  const [, digits = "0", unit = ""] = /^(\d+)([kKmM]?)$/.exec(text) ?? [];
  return Number(digits) * (UNITS_BYTES[unit.toLowerCase()] ?? 1);
}

/** `10s` → 10000. */
export function parseIntervalMs(text: string): number {
  const [, digits = "0", unit = "s"] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(digits) * (UNITS_MS[unit] ?? 1000);
}
