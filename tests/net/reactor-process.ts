import { openReactor } from "../../lib/net/open-reactor.ts";

/** A process as generators are: it sits in a reactor, is told things on stdin and by signals, and ends with stdin. */
const kind = process.argv[2] === "epoll" ? "epoll" : "bun";
const reactor = openReactor(kind);
const say = (words: string) => Bun.write(Bun.stdout, `${words}\n`);
process.on("SIGTERM", () => void say("SIGTERM"));

async function obey(): Promise<void> {
  for await (const chunk of Bun.stdin.stream()) {
    await say(`heard ${new TextDecoder().decode(chunk).trim()}`);
  }
  await say("end");
  reactor.stop();
}

void obey();
void say("ready");
await reactor.run();
