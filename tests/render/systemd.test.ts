import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { HOST_PATHS, type HostPaths } from "../../lib/render/host-paths.ts";
import { START_NUMBER_WORD } from "../../lib/render/live-launcher.ts";
import { renderSystemd } from "../../lib/render/systemd.ts";
import type { Table } from "../../lib/schema/table.ts";
import { originOf } from "../support/configs.ts";
import { run } from "../support/decode.ts";
import { testWithTool, toolPath } from "../support/tools.ts";
import { parseExec } from "../support/unit-syntax.ts";

const CASES: readonly [string, string, Table][] = [
  ["default", "a single rendition", {}],
  ["4k-abr", "a ladder with logs", { logging: { enabled: true } }],
  ["default", "a low port and a folder with a space", { server: { port: 80, hlsDir: "/srv/my media" } }],
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hlsctl-units-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(profile: string, settings: Table = {}, paths: Partial<HostPaths> = {}) {
  const programs = {
    ffmpeg: toolPath("ffmpeg") ?? "/usr/bin/ffmpeg",
    nginx: toolPath("nginx") ?? "/usr/sbin/nginx",
  };
  return renderSystemd(originOf(profile, settings), {
    bind: "127.0.0.1",
    paths: { ...HOST_PATHS, ...programs, ...paths },
  });
}

function textOf(profile: string, name: string, settings?: Table, paths?: Partial<HostPaths>): string {
  return filesOf(profile, settings, paths).find(({ path }) => basename(path) === name)?.text ?? "";
}

/** Writes the units; returns their paths. */
function writeUnits(profile: string, settings: Table): string[] {
  const units = filesOf(profile, settings).filter(({ path }) => dirname(path) === "/etc/systemd/system");
  const place = mkdtempSync(join(folder, "u-"));
  return units.map(({ path, text }) => {
    const file = join(place, basename(path));
    writeFileSync(file, text);
    return file;
  });
}

/** The value of a setting, over its continuation lines. */
function settingOf(unit: string, key: string): string {
  return new RegExp(`^${key}=((?:.*\\\\\\n)*.*)$`, "m").exec(unit)?.[1] ?? "";
}

describe("the systemd units", () => {
  for (const [profile, title, settings] of CASES) {
    testWithTool(
      ["systemd-analyze", "ffmpeg", "nginx"],
      `of ${title} pass systemd-analyze verify`,
      async () => {
        const { status, errors } = await run(["systemd-analyze", "verify", ...writeUnits(profile, settings)]);
        expect({ status, errors }).toEqual({ status: 0, errors: "" });
      },
    );

    testWithTool(
      "systemd-analyze",
      `of ${title} are exposed below 2.0, with an allow list of system calls`,
      async () => {
        const services = writeUnits(profile, settings).filter((file) => file.endsWith(".service"));
        expect(services.length).toBe(2);
        for (const service of services) {
          const analyse = [
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=19",
            service,
          ];
          const { status, output } = await run(analyse);
          const report = new TextDecoder().decode(output);
          expect(status, report).toBe(0);
          expect(report).not.toContain("deny list");
        }
      },
    );
  }

  test("run FFmpeg with plain patterns: percent signs are doubled in the unit only", () => {
    const unit = textOf("4k-abr", "hls-generator.service");
    expect(unit).toContain("seg%%05d.ts");
    const words = parseExec(settingOf(unit, "ExecStart"));
    expect(words.slice(0, 2)).toEqual(["/bin/sh", "-euc"]);
    expect(words).toContain("/var/hls/%v/seg%05d.ts");
    expect(words).toContain(START_NUMBER_WORD);
  });

  testWithTool(
    "sh",
    "have a launcher that survives the quoting and hands FFmpeg the numbers of the moment",
    async () => {
      const unit = textOf("low-latency", "hls-generator.service");
      const [shell = "", flags = "", script = "", name = "", , ...rest] = parseExec(
        settingOf(unit, "ExecStart"),
      );
      const { output, errors } = await run([shell, flags, script, name, "printf", "%s\\n", ...rest]);
      const words = new TextDecoder().decode(output).split("\n");
      expect(errors).toBe("");
      const number = Number(words[words.indexOf("-start_number") + 1]);
      expect(Math.abs(number - Date.now() / 1000)).toBeLessThan(2);
    },
  );

  test("lie in slices that nest by their names, each of which has a file", () => {
    const slices = [
      ["hls-generator.service", "hls-origin-generator.slice"],
      ["hls-origin.service", "hls-origin-nginx.slice"],
    ] as const;
    for (const [service, slice] of slices) {
      expect(settingOf(textOf("default", service), "Slice")).toBe(slice);
      expect(textOf("default", slice)).toContain("[Slice]");
      expect(textOf("default", slice)).not.toContain("Slice=");
    }
    expect(textOf("default", "hls-origin.slice")).not.toContain("Slice=");
  });

  test("of a ladder may have more tasks than those of a single rendition, and the parent slice as many as both", () => {
    const tasks = (profile: string, slice: string) => Number(settingOf(textOf(profile, slice), "TasksMax"));
    const [single, ladder] = ["default", "4k-abr"].map((p) => tasks(p, "hls-origin-generator.slice"));
    expect(ladder).toBeGreaterThan(single ?? Number.NaN);
    for (const profile of ["default", "4k-abr"]) {
      const children = ["hls-origin-generator.slice", "hls-origin-nginx.slice"].map((s) => tasks(profile, s));
      expect(tasks(profile, "hls-origin.slice")).toBe(children.reduce((sum, n) => sum + n, 0));
    }
  });

  test("limit the encoder's memory to a VM's where it does not depend on the machine's cores", () => {
    const limit = (settings: Table) =>
      settingOf(textOf("4k-abr", "hls-origin-generator.slice", settings), "MemoryMax");
    expect(limit({})).toBe(`${originOf("4k-abr").derived.vmMemoryMB}M`);
    expect(limit({ encoder: { tune: "film" } })).toBe("");
  });

  test("name no program and no file of their own that is not where the paths say", () => {
    const keys = [...Object.keys(HOST_PATHS), "path"] as (keyof HostPaths)[];
    const elsewhere = Object.fromEntries(keys.map((key) => [key, `/elsewhere/${key}`]));
    const files = filesOf("default", { logging: { enabled: true } }, elsewhere);
    for (const { path, text } of files) {
      expect(path).toStartWith("/elsewhere/");
      expect(text).not.toMatch(/\/(usr|s?bin|etc)\//);
    }
    const everything = files.map(({ path, text }) => `${path}\n${text}`).join("\n");
    for (const key of keys) expect(everything).toContain(`/elsewhere/${key}`);
    expect(textOf("default", "hls-generator.service", {}, elsewhere)).toContain(
      "Environment=PATH=/elsewhere/path",
    );
    expect(textOf("default", "hls-generator.service")).not.toContain("Environment=");
  });

  testWithTool(["sh", "setpriv"], "can start again after their read-only playlist was copied", async () => {
    const place = mkdtempSync(join(folder, "c-"));
    for (const name of ["config", "media"]) mkdirSync(join(place, name));
    for (const path of [folder, place, join(place, "config"), join(place, "media")]) chmodSync(path, 0o777);
    writeFileSync(join(place, "config", "master.m3u8"), "#EXTM3U\n", { mode: 0o444 });
    const settings = { server: { hlsDir: join(place, "media") } };
    const unit = textOf("default", "hls-generator.service", settings, { configDir: join(place, "config") });
    const commands = [...unit.matchAll(/^ExecStartPre=((?:.*\\\n)*.*)$/gm)];
    const copy = commands.map(([, line = ""]) => parseExec(line)).find(([program]) => program === "/bin/cp");
    const unprivileged =
      process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    for (const time of ["first", "second"]) {
      const { status, errors } = await run([...unprivileged, ...(copy ?? [])]);
      expect({ time, status, errors }).toEqual({ time, status: 0, errors: "" });
    }
  });

  test("meet in a tmpfs of the recommended size that belongs to their user", () => {
    const mount = textOf("default", "var-hls.mount");
    expect(mount).toContain("size=74M");
    expect(mount).toContain("uid=hls-origin");
    expect(textOf("default", "hls-origin.conf")).toBe('u hls-origin - "HLS test origin"\n');
    for (const unit of ["hls-generator.service", "hls-origin.service"]) {
      expect(textOf("default", unit)).toContain("User=hls-origin");
      expect(textOf("default", unit)).toContain("RequiresMountsFor=/var/hls");
    }
  });

  test("may bind a low port without root, and have the capability only then", () => {
    const low = textOf("default", "hls-origin.service", { server: { port: 443 } });
    expect(low).toContain("AmbientCapabilities=CAP_NET_BIND_SERVICE");
    expect(textOf("default", "hls-origin.service")).not.toContain("CAP_NET_BIND_SERVICE");
  });

  test("keep logs in a folder of their own unless another was chosen", () => {
    const logging = { enabled: true };
    expect(textOf("default", "hls-origin.service", { logging })).toContain("LogsDirectory=hls-origin");
    expect(textOf("default", "nginx.conf", { logging })).toContain("/var/log/hls-origin/");
    const chosen = { logging: { enabled: true, directory: "/srv/logs" } };
    expect(textOf("default", "hls-origin.service", chosen)).toContain("ReadWritePaths=/srv/logs");
    expect(textOf("default", "nginx.conf", chosen)).toContain("/srv/logs/");
  });

  testWithTool(["nginx"], "come with an nginx.conf that nginx accepts", async () => {
    const place = mkdtempSync(join(folder, "n-"));
    for (const name of ["run", "log"]) mkdirSync(join(place, name));
    const text = textOf("default", "nginx.conf", { logging: { enabled: true } })
      .replaceAll("/run/hls-origin", join(place, "run"))
      .replaceAll("/var/log/hls-origin", join(place, "log"));
    writeFileSync(join(place, "nginx.conf"), text);
    const nginx = toolPath("nginx") ?? "nginx";
    const { errors } = await run([nginx, "-t", "-e", "stderr", "-c", join(place, "nginx.conf")]);
    expect(errors).toContain("test is successful");
  });
});
