import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** What a played Nix answers; see tests/support/fake-nix. */
export type FakeNixFiles = Readonly<Record<string, string>>;

export interface FakeNix {
  /** Environment in which this Nix is found, and nothing of the machine's own is asked. */
  env: Record<string, string>;
  /** Its command lines. */
  calls(): Promise<string[]>;
  /** Process of the builder that hangs; undefined before there is one. */
  builder(): Promise<number | undefined>;
}

/** A Nix 2.31 on x86_64-linux that has nothing to do; `files` say otherwise. */
export async function playNix(folder: string, files: FakeNixFiles = {}): Promise<FakeNix> {
  const [bin, answers] = [join(folder, "bin"), join(folder, "answers")];
  await mkdir(bin, { recursive: true });
  await mkdir(answers, { recursive: true });
  const program = resolve(import.meta.dir, "fake-nix");
  await chmod(program, 0o755);
  await symlink(program, join(bin, "nix")).catch(() => {});
  const socket = join(folder, "socket");
  for (const [name, text] of Object.entries({ ...USUAL, ...files }))
    await writeFile(join(answers, name), text);
  await writeFile(socket, "");
  const read = (name: string) => readFile(join(answers, name), "utf8").catch(() => "");
  return {
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      FAKE_NIX: answers,
      NIX_REMOTE: "daemon",
      NIX_DAEMON_SOCKET_PATH: socket,
    },
    calls: async () => (await read("calls")).split("\n").filter(Boolean),
    builder: async () => Number((await read("build.hang")).trim()) || undefined,
  };
}

const USUAL: FakeNixFiles = {
  version: "nix (Nix) 2.31.2\n",
  language: "2.31.2",
  config:
    "system = x86_64-linux\nsandbox = true\nexperimental-features = nix-command flakes\nbuild-users-group =\n",
  "dry.out": builtJson("/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24-x"),
};

/** What `nix build --json` prints. */
export function builtJson(outPath: string): string {
  return JSON.stringify([
    { drvPath: "/nix/store/z1kyvqb4n8vkfnh29p1gh7a9lgcyhwci-x.drv", outputs: { out: outPath } },
  ]);
}

/** stderr of `--log-format internal-json`. */
export function internalJson(...entries: object[]): string {
  return entries.map((entry) => `@nix ${JSON.stringify(entry)}\n`).join("");
}

/** An error as Nix writes it, in colours. */
export function nixError(text: string): object {
  return { action: "msg", level: 0, msg: `\u001b[31;1merror:\u001b[0m ${text}`, raw_msg: text };
}
