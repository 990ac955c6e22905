import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { refusalOf } from "./support/accepted.ts";
import { evalFlake, flakeCopy, testWithNix } from "./support/nix.ts";

const ROOT = resolve(import.meta.dir, "..");

interface Step {
  uses?: string;
  run?: string;
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { "timeout-minutes"?: number; needs?: string | string[]; steps: Step[] }>;
}

const paths = [...new Bun.Glob(".github/workflows/*.yml").scanSync({ cwd: ROOT, dot: true })].sort();
const workflows = await Promise.all(
  paths.map(
    async (path) => [path, Bun.YAML.parse(await Bun.file(join(ROOT, path)).text()) as Workflow] as const,
  ),
);
const { scripts } = await Bun.file(join(ROOT, "package.json")).json();

const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const linesOf = (workflow: Workflow) =>
  stepsOf(workflow).flatMap(({ run = "" }) => run.split(/\n|&&/).map((line) => line.trim()));

describe.each(workflows)("%s", (_, workflow) => {
  test("may read and nothing more, unless a job says so", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  test("has jobs that end by themselves, and wait for jobs that exist", () => {
    const jobs = Object.entries(workflow.jobs);
    expect(jobs.filter(([, job]) => !job["timeout-minutes"]).map(([name]) => name)).toEqual([]);
    const awaited = jobs.flatMap(([, { needs = [] }]) => needs);
    expect(awaited.filter((name) => !(name in workflow.jobs))).toEqual([]);
  });

  test("takes actions by their major version", () => {
    const actions = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });

  test("calls hlsctl and npm as they can be called", async () => {
    const lines = linesOf(workflow);
    const calls = lines.flatMap((line) => /^dist\/hlsctl (.*)/.exec(line)?.[1] ?? []);
    const refused = await Promise.all(calls.map(refusalOf));
    expect(refused.filter((words) => words !== undefined)).toEqual([]);
    const runs = lines.flatMap((line) => /(?:npm|npx bun) run ([\w-]+)/.exec(line)?.[1] ?? []);
    expect(runs.filter((name) => !(name in scripts))).toEqual([]);
  });
});

testWithNix("what the workflows and the Justfile build of the flake is there", async () => {
  const texts = await Promise.all([...paths, "Justfile"].map((path) => Bun.file(join(ROOT, path)).text()));
  const attributes = texts.flatMap((text) => [...text.matchAll(/\.#([\w.-]+)/g)].map((match) => match[1]!));
  expect(attributes).toContain("checks.quick");
  const flake = await flakeCopy();
  for (const attribute of new Set(attributes)) {
    expect(await evalFlake(flake, attribute, "it: it.type")).toBe("derivation");
  }
});
