import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { binary } from "../support/binary.ts";

export const SCRIPTS = resolve(import.meta.dir, "../../completions");

/** A folder to complete in: a profile and two instances of the user's, and hlsctl on the PATH. */
export interface Stage extends AsyncDisposable {
  folder: string;
  env: Record<string, string>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-completion-"));
  await mkdir(join(folder, "config/profiles/origin"), { recursive: true });
  await writeFile(
    join(folder, "config/profiles/origin/my-own.toml"),
    'description = "Mine: it\'s [quoted]"\n',
  );
  await mkdir(join(folder, "state/instances/my-instance"), { recursive: true });
  await mkdir(join(folder, "state/instances/other"), { recursive: true });
  await writeFile(join(folder, "some-file.toml"), "");
  const path = `${dirname(await binary())}:${process.env.PATH}`;
  return {
    folder,
    env: { PATH: path, HOME: folder, HLSCTL_HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An interactive shell on a terminal of its own. */
export interface Session extends AsyncDisposable {
  /** Types, and answers with the first match in what the shell says from then on. */
  type(keys: string, answer: RegExp): Promise<RegExpMatchArray>;
}

const PATIENCE_MS = 15_000;

/** Starts a shell that says READY when it is. */
export async function openSession(argv: readonly string[], { folder, env }: Stage): Promise<Session> {
  const decoder = new TextDecoder();
  let said = "";
  let onMore = () => {};
  const terminal = new Bun.Terminal({
    cols: 200,
    rows: 50,
    data(_, bytes) {
      said += decoder.decode(bytes, { stream: true });
      onMore();
    },
  });
  const child = Bun.spawn([...argv], { cwd: folder, env, terminal });

  async function expect(answer: RegExp): Promise<RegExpMatchArray> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const match = answer.exec(said);
      if (match) return match;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`The shell never said ${answer}; it said ${JSON.stringify(said)}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      onMore = resolve;
      const timer = setTimeout(resolve, left);
      await promise;
      clearTimeout(timer);
    }
  }

  await expect(/READY/);
  return {
    type(keys, answer) {
      said = "";
      terminal.write(keys);
      return expect(answer);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
      terminal.close();
    },
  };
}
