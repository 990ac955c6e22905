import { afterAll, beforeAll, expect, test } from "bun:test";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { grafanaDashboard } from "../../lib/report/grafana.ts";
import { reportFixture } from "../support/report-fixture.ts";
import { openSandbox, type Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
const report = reportFixture(60);

beforeAll(async () => {
  sandbox = await openSandbox();
  await Bun.write(join(sandbox.home, "run.json"), JSON.stringify(report));
  await Bun.write(join(sandbox.home, "cut.json"), JSON.stringify(report).slice(0, 9999));
}, 120_000);

afterAll(() => sandbox[Symbol.asyncDispose]());

test("a report is shown, and told to programs as it is", async () => {
  const shown = await sandbox.run(["report", "show", "run.json"]);
  expect(shown).toMatchObject({ status: 0, stderr: "" });
  expect(shown.stdout).toContain("1 of 4 thresholds failed");
  expect(await sandbox.json(["report", "show", "run.json"])).toEqual(report);
});

test("the page that the binary writes permits the very script and style it carries", async () => {
  const ran = await sandbox.run(["report", "show", "run.json", "--html", "run.html"]);
  expect(ran).toMatchObject({ status: 0, stderr: "Wrote run.html.\n" });
  const page = await Bun.file(join(sandbox.home, "run.html")).text();
  for (const element of ["script", "style"]) {
    const [, text = ""] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
    expect(text.length).toBeGreaterThan(3000);
    const hash = new Bun.CryptoHasher("sha256").update(text).digest("base64");
    expect(page).toContain(`${element}-src &#39;sha256-${hash}&#39;`);
  }
});

test("a pipe is written to, not replaced", async () => {
  const pipe = join(sandbox.home, "pipe");
  Bun.spawnSync(["mkfifo", pipe]);
  const reader = Bun.spawn(["cat", pipe], { stdout: "pipe" });
  expect((await sandbox.run(["report", "show", "run.json", "--html", "pipe"])).status).toBe(0);
  expect(await reader.stdout.text()).toStartWith("<!doctype html>");
  expect((await stat(pipe)).isFIFO()).toBe(true);
});

test("reports are merged and compared", async () => {
  const files = ["run.json", "other.json"];
  const other = { ...report, run: { ...report.run, id: "other" } };
  await Bun.write(join(sandbox.home, "other.json"), JSON.stringify(other));
  expect((await sandbox.run(["report", "merge", ...files, "--report", "all.json"])).status).toBe(0);
  const compared = await sandbox.run(["report", "compare", "run.json", "all.json"]);
  expect(compared.stdout).toMatch(/^clients +5,000 +10,000 +\+100\.0 % +different$/m);
  expect(compared.stderr).toContain("The runs differ in clients: 5000 and 10000.");
  expect(
    (await sandbox.run(["report", "compare", "run.json", "run.json", "--fail-on-regression"])).status,
  ).toBe(0);
});

test("what is no report ends with 3, what is not there with 4", async () => {
  const cut = await sandbox.run(["report", "show", "cut.json", "--json"]);
  expect(cut.status).toBe(3);
  expect(JSON.parse(cut.stdout)).toMatchObject({ ok: false, error: { id: "report-invalid" } });
  expect((await sandbox.run(["report", "show", "none.json"])).status).toBe(4);
});

test("dashboard and alert rules come out of the binary", async () => {
  const dashboard = await sandbox.run(["report", "grafana"]);
  expect(JSON.parse(dashboard.stdout)).toEqual(grafanaDashboard());
  const alerts = await sandbox.run(["report", "alerts"]);
  expect(Bun.YAML.parse(alerts.stdout)).toHaveProperty("groups");
});
