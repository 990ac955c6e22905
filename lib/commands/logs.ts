import { Failure } from "../errors.ts";
import { filesOf, pickInstance, viewInstance } from "../run/instance-store.ts";
import { listenForStop } from "../run/signals.ts";
import type { CommandContext } from "./command.ts";
import { defineCommand } from "./command.ts";
import { INSTANCE_WORD, OUTPUT_ARGS } from "./common-args.ts";

const CHUNK_BYTES = 256 * 1024;
const PAUSE_MS = 200;

export const logsCommand = defineCommand({
  name: "logs",
  description: "Show what an instance and its processes wrote",
  args: {
    name: INSTANCE_WORD,
    follow: { kind: "flag", short: "f", description: "Go on as more is written, until the instance ends" },
    tail: { kind: "value", short: "n", hint: "LINES", description: "Only the last lines" },
    ...OUTPUT_ARGS,
  },
  examples: ["hlsctl logs -f", "hlsctl logs default -n 20"],
  async run(args, context) {
    const { host, out } = context;
    const tail = args.tail === undefined ? undefined : parseLines(args.tail);
    if (args.follow && out.isJson) {
      throw new Failure("usage-bad-value", "--follow has no end, so it does not go with --json.");
    }
    const { record } = await pickInstance(host, args.name);
    const path = filesOf(host, record.spec.name).log;
    const text = (await host.fs.readText(path)) ?? "";
    const lines = text.split("\n").slice(0, -1);
    const shown = tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
    out.data("logs", { name: record.spec.name, lines: shown });
    if (shown.length > 0) out.answer(shown.join("\n"));
    if (args.follow) await follow(context, record.spec.name, path, Buffer.byteLength(text));
  },
});

async function follow(
  { host, out }: CommandContext,
  name: string,
  path: string,
  start: number,
): Promise<void> {
  const stop = listenForStop(() => {});
  let offset = start;
  let isOver = false;
  while (!stop.signal.aborted) {
    const bytes = (await host.fs.readFrom(path, offset, CHUNK_BYTES)) ?? new Uint8Array();
    offset += bytes.length;
    if (bytes.length > 0) out.answer(new TextDecoder().decode(bytes));
    if (bytes.length > 0) continue;
    if (isOver) break;
    const size = (await host.fs.info(path))?.sizeBytes ?? 0;
    if (size < offset) offset = 0;
    const state = (await viewInstance(host, name))?.state;
    isOver = state !== "running" && state !== "starting";
    await host.clock.sleep(PAUSE_MS, stop.signal);
  }
  stop.release();
}

function parseLines(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new Failure("usage-bad-value", `--tail takes a number of lines, not "${text}".`);
}
