import { describe, expect, test } from "bun:test";
import { checkMachine } from "../../lib/doctor/checks.ts";
import { judgeTypes } from "../../lib/doctor/matrix.ts";
import { type ReportOptions, renderReport } from "../../lib/doctor/report.ts";
import { formatBytes, formatCount, wrapWords } from "../../lib/doctor/words.ts";
import type { Facts } from "../../lib/host/probe/facts.ts";
import type { DeploymentType } from "../../lib/plan/plan.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { machine, NO_ENGINE } from "./machine.ts";

const PLAIN = painterFor({}, {}, true);
const COLOURED = painterFor({ isTTY: true }, {}, false);
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

function report(facts: Facts, change: Partial<ReportOptions> = {}, asked?: DeploymentType): string {
  const findings = checkMachine(facts);
  const options = { columns: 80, isVerbose: false, isQuiet: false, paint: PLAIN, ...change };
  return renderReport({ types: judgeTypes(facts, findings), findings, facts, asked }, options);
}

const poor = machine({
  docker: NO_ENGINE,
  nix: { version: "2.8.0", release: { major: 2, minor: 8 }, features: [] },
  kvm: { device: "absent", error: { step: "open", code: "ENOENT" }, node: null },
  ffmpeg: { path: null },
});

describe("the report", () => {
  test("of a machine on which everything works is the matrix and one line more", () => {
    expect(report(machine())).toBe(`Debian GNU/Linux 13 (trixie), x64, 8 CPUs, 16 GiB of memory

TYPE                HERE  BECAUSE
runner              yes   Sources: live, loop, embedded. Servers: nginx,
                          embedded.
                          → hlsctl up
container           yes   Docker 28.2.2 answers.
                          → hlsctl build container
container-enhanced  yes   Docker 28.2.2 answers. Nix 2.31.2 builds through its
                          daemon.
                          → hlsctl build container-enhanced
vm                  yes   The processor's virtualisation is usable. Nix 2.31.2
                          builds through its daemon.
                          → hlsctl build vm
iso                 yes   Nix 2.31.2 builds through its daemon.
                          → hlsctl build iso

10 checks found nothing to mend: --verbose tells them.`);
  });

  test("tells errors first, then warnings, each with its reason and remedy", () => {
    const text = report(poor);
    const marks = [...text.matchAll(/^([✗!·✓]) .*\[([\w-]+)\]$/gm)].map(([, mark, id]) => `${mark} ${id}`);
    expect(marks).toEqual([
      "✗ container-engine-missing",
      "✗ nix-too-old-to-build",
      "! ffmpeg-missing",
      "! kvm-missing",
    ]);
    expect(text).toContain(
      "  fix  sudo apt-get install docker.io\n       sudo systemctl enable --now docker\n",
    );
  });

  test("keeps prose within the terminal at 60, 80 and 110 columns; commands stay whole", () => {
    for (const columns of [60, 80, 110]) {
      const lines = report(poor, { columns, isVerbose: true }).split("\n");
      const commands = checkMachine(poor).flatMap(({ fix }) => fix?.split("\n") ?? []);
      const long = lines.filter((line) => line.length > columns);
      for (const line of long)
        expect(commands.some((command) => command.startsWith(line.slice(7)))).toBe(true);
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    }
  });

  test("a remark that does not fit behind its command stands below it", () => {
    const facts = machine({ kvm: { modules: ["kvm", "kvm_pvm"] }, nix: { storeFreeBytes: 5 * 2 ** 30 } });
    expect(report(facts, { columns: 110 })).toContain("nix-collect-garbage -d   # deletes old");
    expect(report(facts, { columns: 70 })).toContain("nix-collect-garbage -d\n       # deletes old");
  });

  test("a remedy too long for the matrix is pointed to", () => {
    expect(report(poor)).toContain("→ see container-engine-missing below");
  });

  test("tells notes and what is well with --verbose only", () => {
    expect(report(poor)).not.toContain("nix-features-off");
    expect(report(poor)).toContain("1 note may interest you: --verbose tells them.");
    const verbose = report(poor, { isVerbose: true });
    expect(verbose).toContain("· Features not switched on in Nix: nix-command, flakes. [nix-features-off]");
    expect(verbose).toContain("[nginx-ok]");
  });

  test("is the matrix alone with --quiet", () => {
    expect(report(poor, { isQuiet: true })).toStartWith("TYPE");
    expect(report(poor, { isQuiet: true })).not.toContain("✗");
  });

  test("about one type tells what concerns it", () => {
    const text = report(poor, {}, "vm");
    expect(text).toContain("nix-too-old-to-build");
    expect(text).toContain("kvm-missing");
    expect(text).not.toContain("container-engine-missing");
    expect(text).not.toContain("ffmpeg");
  });

  test("in colours says the same", () => {
    for (const columns of [60, 80]) {
      const coloured = report(poor, { columns, paint: COLOURED, isVerbose: true });
      expect(coloured).not.toBe(coloured.replace(ESCAPES, ""));
      expect(coloured.replace(ESCAPES, "")).toBe(report(poor, { columns, isVerbose: true }));
    }
  });

  test("of a system that could not be asked still stands", () => {
    const facts = machine({ system: { known: false, because: "no answer within 8 s" } });
    expect(report(facts)).toStartWith("This machine\n");
  });
});

describe("words", () => {
  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [2 ** 30, "1 GiB"],
    [25_276_510_208, "24 GiB"],
    [2 ** 50, "1024 TiB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test("one is not many", () => {
    expect([formatCount(1, "CPU"), formatCount(2, "CPU"), formatCount(0, "note")]).toEqual([
      "1 CPU",
      "2 CPUs",
      "0 notes",
    ]);
  });

  test("lines break at spaces, and a word that is too long stands alone", () => {
    expect(wrapWords("aa bb cc dddddddd e", 5)).toEqual(["aa bb", "cc", "dddddddd", "e"]);
    expect(wrapWords("", 5)).toEqual([""]);
  });
});
