import { describe, expect, test } from "bun:test";
import type { Command } from "../../lib/commands/command.ts";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { reportGroup } from "../../lib/commands/report.ts";
import { Failure } from "../../lib/errors.ts";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { envelope } from "../../lib/ui/envelope.ts";
import { type FakeHost, fakeHost } from "../support/fake-host.ts";
import { type FakeOut, fakeOut } from "../support/fake-out.ts";
import { reportFixture } from "../support/report-fixture.ts";

const HOME = "/home/ana/work";
const report = reportFixture(60);
const text = JSON.stringify(report);

interface Ran {
  status: number | undefined;
  out: FakeOut;
  host: FakeHost;
  failure: Failure | undefined;
}

/** `run("show a.json", { "a.json": "…" })`, files in the working folder. */
async function run(line: string, files: Record<string, string> = {}, isJson = false): Promise<Ran> {
  const [verb = "", ...words] = line.split(" ");
  const command = reportGroup.commands[verb] as Command;
  const entries = Object.entries(files).map(([name, content]) => [`${HOME}/${name}`, content]);
  const links = { [`${HOME}/link`]: `${HOME}/run.json` };
  const host = fakeHost({ files: Object.fromEntries(entries), links });
  const out = fakeOut({ json: isJson });
  try {
    const args = parseWords(command.name, command.args, words);
    const status = await command.run(args, { host, out });
    return { status, out, host, failure: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { status: error.exitCode, out, host, failure: error };
  }
}

function written(host: FakeHost): string[] {
  return host.log.filter((line) => line.startsWith("write "));
}

describe("report show", () => {
  test("tells the verdict and the figures", async () => {
    const { out, host } = await run("show run.json", { "run.json": text });
    expect(out.answers[0]).toContain("1 of 4 thresholds failed");
    expect(out.answers[0]).toContain("http://origin.example:17080/master.m3u8");
    expect(written(host)).toEqual([]);
  });

  test("takes what `swarm --json` printed, too", async () => {
    const answer = JSON.stringify(envelope("swarm", report));
    const { out } = await run("show run.json", { "run.json": answer }, true);
    expect(out.datas).toEqual([{ kind: "report show", data: report }]);
  });

  test("writes the page", async () => {
    const { out, host } = await run("show run.json --html run.html", { "run.json": text });
    expect(await host.fs.readText(`${HOME}/run.html`)).toStartWith("<!doctype html>");
    expect(out.notes).toEqual(["Wrote run.html."]);
    expect(written(host)).toHaveLength(1);
  });
});

describe("a file that is no report", () => {
  test.each([
    ["is missing", undefined, 4, "There is no file run.json."],
    ["is empty", "", 3, "run.json cannot be read as a report: it is empty."],
    ["is no JSON", "<html>", 3, "run.json cannot be read as a report: it is no JSON"],
    ["is cut short", text.slice(0, 5000), 3, "it is cut off: its end is missing."],
    ["is something else", '{"a":1}', 3, "it is no report of hlsctl"],
    ["is newer", text.replace("report/v1", "report/v9"), 3, "Update hlsctl."],
    ["lacks a part", JSON.stringify({ ...report, qoe: undefined }), 3, "it is damaged: qoe"],
    [
      "has a broken histogram",
      JSON.stringify({
        ...report,
        measurements: { ...report.measurements, generator: { lag: "AAAA", scheduleDelay: null, cpuMs: 0 } },
      }),
      3,
      "it is damaged: measurements.generator.lag",
    ],
  ])("%s", async (_, content, status, words) => {
    const ran = await run("show run.json", content === undefined ? {} : { "run.json": content });
    expect(ran.status).toBe(status);
    expect(ran.failure?.message).toContain(words);
    expect(ran.failure?.message).toEndWith(".");
    expect(ran.out.answers).toEqual([]);
  });

  test("is a folder", async () => {
    const { failure } = await run("show runs", { "runs/a.json": text });
    expect(failure?.message).toBe("runs is a folder, not a report.");
  });
});

describe("a file that cannot be written is refused before anything is", () => {
  test.each([
    ["its folder is missing", "show run.json --html no/run.html", 4, "there is no folder /home/ana/work/no"],
    ["it is a folder", "show run.json --html runs", 2, "runs is a folder"],
    ["a part of its path is a file", "show run.json --html run.json/a/b", 2, "run.json is a file, no folder"],
    ["it is named twice", "merge run.json --report a --html ./a", 2, "asked for twice"],
    ["it is what is shown", "show run.json --html ./run.json", 2, "is read by this command"],
    ["a link leads to what is shown", "show run.json --html link", 2, "is read by this command"],
    ["it is what is merged", "merge runs/a.json run.json --report run.json", 2, "is read by this command"],
    ["it has no name", "show run.json --html=", 2, "needs the name of a file"],
  ])("%s", async (_, line, status, words) => {
    const ran = await run(line, { "run.json": text, "runs/a.json": text });
    expect(ran.status).toBe(status);
    expect(ran.failure?.message).toContain(words);
    expect(written(ran.host)).toEqual([]);
  });
});

describe("report compare", () => {
  const slower: RunReport = { ...report, generator: { ...report.generator, cpu: report.generator.cpu * 2 } };
  const files = { "a.json": text, "b.json": JSON.stringify(slower) };

  test("says what is worse and ends with 0", async () => {
    const { out, status } = await run("compare a.json b.json", files);
    expect(out.answers[0]).toMatch(/^cpu +\S+ % +\S+ % +\+100\.0 % +✗ worse$/m);
    expect(out.answers[0]).toContain("1 worse, 0 better");
    expect(status).toBe(0);
  });

  test("the other way round it is better", async () => {
    const { out } = await run("compare b.json a.json", files);
    expect(out.answers[0]).toMatch(/^cpu .* −50\.0 % +✓ better$/m);
  });

  test("ends with 99 for what is worse when asked to, and with 0 when nothing is", async () => {
    expect((await run("compare a.json b.json --fail-on-regression", files)).status).toBe(99);
    expect((await run("compare b.json a.json --fail-on-regression", files)).status).toBe(0);
  });

  test("an invalid run proves nothing: 12", async () => {
    const invalid = JSON.stringify({
      ...report,
      run: { ...report.run, valid: false, invalidReasons: ["late"] },
    });
    const ran = await run("compare a.json b.json --fail-on-regression", {
      "a.json": text,
      "b.json": invalid,
    });
    expect(ran.status).toBe(12);
    expect(ran.out.warnings.join()).toContain("not valid: late");
  });

  test("tells programs the rows and what has become worse", async () => {
    const { out } = await run("compare a.json b.json", files, true);
    expect(out.datas[0]).toMatchObject({ kind: "report compare", data: { regressions: ["cpu"] } });
  });
});

describe("report merge", () => {
  const other = { ...report, run: { ...report.run, id: "other" } };
  const files = { "a.json": text, "b.json": JSON.stringify(other) };

  test("adds the runs up and writes every form of the sum", async () => {
    const { host, out } = await run(
      "merge a.json b.json --report all.json --html all.html --junit all.xml",
      files,
    );
    const merged = JSON.parse((await host.fs.readText(`${HOME}/all.json`)) ?? "") as RunReport;
    expect(merged.requests.segment?.count).toBe(2 * (report.requests.segment?.count ?? 0));
    expect(merged.run.nodes).toBe(2);
    expect(await host.fs.readText(`${HOME}/all.html`)).toContain("2,");
    expect(await host.fs.readText(`${HOME}/all.xml`)).toStartWith("<?xml");
    expect(out.notes).toEqual(["Wrote all.json, all.html, all.xml."]);
    expect(out.answers[0]).toContain("2 nodes");
  });

  test("what it wrote can be shown and merged again", async () => {
    const { host } = await run("merge a.json b.json --report all.json", files);
    const all = (await host.fs.readText(`${HOME}/all.json`)) ?? "";
    const third = JSON.stringify({ ...report, run: { ...report.run, id: "third" } });
    const again = await run("merge all.json c.json", { "all.json": all, "c.json": third });
    expect(again.out.answers[0]).toContain("3 nodes");
    const twice = await run("merge all.json a.json", { ...files, "all.json": all });
    expect(twice.status).toBe(3);
    expect(twice.failure?.message).toContain("would be counted twice");
  });

  test("warns of runs that are not of the same stream", async () => {
    const elsewhere = JSON.stringify({ ...other, run: { ...other.run, url: "http://else/x.m3u8" } });
    const { out } = await run("merge a.json b.json", { ...files, "b.json": elsewhere });
    expect(out.warnings).toEqual([expect.stringContaining("The merged runs differ in url: ")]);
  });

  test("one damaged report spoils it, and is named", async () => {
    const { failure, host } = await run("merge a.json c.json --report all.json", { ...files, "c.json": "{" });
    expect(failure?.message).toStartWith("c.json cannot be read as a report");
    expect(written(host)).toEqual([]);
  });

  test("wants at least one", async () => {
    expect((await run("merge")).status).toBe(2);
  });
});

describe("what is printed for others", () => {
  test("the dashboard is JSON", async () => {
    const { out } = await run("grafana");
    expect(JSON.parse(out.answers[0] ?? "").uid).toBe("hlsctl-swarm");
  });

  test("the alert rules are YAML", async () => {
    const { out } = await run("alerts");
    expect(Bun.YAML.parse(out.answers[0] ?? "")).toMatchObject({ groups: [{ name: "hlsctl-swarm" }] });
  });
});
