import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { EXIT, FAILURES, type FailureId } from "../../lib/errors.ts";
import { binary } from "../support/binary.ts";
import { type BadInput, badInput } from "../support/mangle.ts";

const COUNT = 240;
const AT_ONCE = 6;
const LIMIT_MS = 10_000;

interface Outcome extends BadInput {
  status: number | null;
  stdout: string;
  stderr: string;
}

let home: string;
const outcomes: Outcome[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "hlsctl-bad-input-"));
  const program = await binary();
  const inputs = fc.sample(badInput, { numRuns: COUNT, seed: 20_177 });
  const queue = inputs.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, input] of queue) outcomes.push(await run(program, index, input));
    }),
  );
}, 120_000);

afterAll(() => rm(home, { recursive: true, force: true }));

async function run(program: string, index: number, input: BadInput): Promise<Outcome> {
  const folder = join(home, String(index));
  await mkdir(folder);
  for (const [name, text] of Object.entries(input.files)) await writeFile(join(folder, name), text);
  const child = Bun.spawn([program, ...input.argv], {
    cwd: folder,
    env: { PATH: "/usr/bin:/bin", HOME: folder, HLSCTL_HOME: folder },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  await child.exited;
  return { ...input, status: child.signalCode === null ? child.exitCode : null, stdout, stderr };
}

/** What the claim does not hold for, told so that it can be tried by hand. */
function except(claim: (outcome: Outcome) => boolean): unknown[] {
  const short = (text: string) => text.slice(0, 300);
  return outcomes
    .filter((outcome) => !claim(outcome))
    .map(({ argv, files, status, stdout, stderr }) => ({
      argv: argv.map(short),
      files,
      status,
      stdout: short(stdout),
      stderr: short(stderr),
    }));
}

const isJson = ({ argv }: Outcome) => {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? undefined : end).includes("--json");
};
const failed = ({ status }: Outcome) => status !== 0;

test(`${COUNT} bad inputs end by themselves with a documented status, never with 1`, () => {
  const documented = new Set<number | null>(Object.values(EXIT).filter((status) => status !== EXIT.bug));
  expect(outcomes).toHaveLength(COUNT);
  expect(except(({ status }) => documented.has(status))).toEqual([]);
});

test("most of them are bad, in different ways", () => {
  const statuses = Map.groupBy(outcomes, ({ status }) => status);
  expect(outcomes.filter(failed).length).toBeGreaterThan(COUNT * 0.7);
  for (const status of [EXIT.usage, EXIT.config, EXIT.notFound]) {
    expect(statuses.get(status)?.length ?? 0).toBeGreaterThan(10);
  }
});

test("no one sees a stack trace", () => {
  expect(
    except(({ stdout, stderr }) => !/bug in hlsctl|^\s+at .+[:(]\d+|\.ts:\d+/m.test(stdout + stderr)),
  ).toEqual([]);
});

test("without --json stdout stays empty and stderr says what is wrong", () => {
  const told = ({ stdout, stderr }: Outcome) =>
    /^✗ \S/m.test(stderr) && (stdout === "" || stdout.includes("✗"));
  expect(except((outcome) => isJson(outcome) || !failed(outcome) || told(outcome))).toEqual([]);
});

test("with --json stdout is one envelope whose failure id has the status it ended with, and stderr is empty", () => {
  expect(
    except((outcome) => {
      if (!isJson(outcome)) return true;
      const envelope = JSON.parse(outcome.stdout);
      const isSound =
        envelope.schema === "hlsctl/v1" && Array.isArray(envelope.warnings) && outcome.stderr === "";
      if (!failed(outcome)) return isSound && envelope.ok === true && "data" in envelope;
      const { id, message, hint } = envelope.error;
      const texts = [id, message, hint, envelope.kind].every((text) => typeof text === "string");
      return isSound && texts && envelope.ok === false && EXIT[FAILURES[id as FailureId]] === outcome.status;
    }),
  ).toEqual([]);
});
