import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { testWithTool } from "../support/tools.ts";

const CLI = resolve(import.meta.dir, "../../cli.ts");
const SMALL = ["--set", "video.width=160", "--set", "video.height=90"];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hlsctl-render-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  status: number;
  stdout: string;
  stderr: string;
}

async function spawn(argv: string[], env: Record<string, string> = {}): Promise<Answer> {
  const child = Bun.spawn(argv, {
    cwd: folder,
    env: { ...process.env, HLSCTL_HOME: folder, NO_COLOR: "1", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  return { status, stdout, stderr };
}

function render(...words: string[]): Promise<Answer> {
  return spawn([process.execPath, CLI, "render", ...words]);
}

async function dataOf(...words: string[]) {
  const { status, stdout } = await render(...words, "--json");
  expect(status).toBe(0);
  return JSON.parse(stdout).data;
}

describe("render ffmpeg", () => {
  test("gives the command as a list that begins with the program", async () => {
    const data = await dataOf("ffmpeg", "low-latency", "--start-number", "1795258000");
    expect(data).toMatchObject({
      artefact: "ffmpeg",
      profile: "low-latency",
      source: "live",
      startNumber: 1795258000,
    });
    expect(data.argv[0]).toBe("ffmpeg");
    expect(data.argv[data.argv.indexOf("-start_number") + 1]).toBe("1795258000");
    expect(data.commands).toEqual([data.argv]);
    expect(data.startsAt).toBe("2026-11-21T10:46:40.000Z");
  });

  test("starts with the segment of the moment when told no other", async () => {
    const { startNumber } = await dataOf("ffmpeg", "low-latency");
    expect(Math.abs(startNumber - Date.now() / 1000)).toBeLessThan(5);
  });

  testWithTool(
    "sh",
    "prints what can be pasted: the shell calls FFmpeg with the very words of the list",
    async () => {
      const hlsDir = join(folder, "it's a $folder");
      const words = ["ffmpeg", "4k-abr", "--start-number", "7", "--set", `server.hlsDir=${hlsDir}`];
      const recorder = join(folder, "ffmpeg");
      writeFileSync(recorder, '#!/bin/sh\nprintf "%s\\0" "$@" > words\n');
      chmodSync(recorder, 0o755);
      const [{ stdout }, { argv }] = await Promise.all([render(...words), dataOf(...words)]);
      const pasted = await spawn(["sh", "-c", stdout], { PATH: `${folder}:${process.env.PATH}` });
      expect(pasted).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(readFileSync(join(folder, "words"), "utf8").split("\0").slice(0, -1)).toEqual(argv.slice(1));
      expect(existsSync(join(hlsDir, "2160p"))).toBe(true);
    },
  );

  testWithTool("ffmpeg", "--source loop prints what encodes the clips when pasted", async () => {
    const hlsDir = join(folder, "loop");
    const { stdout } = await render(
      "ffmpeg",
      "--source",
      "loop",
      ...SMALL,
      "--set",
      `server.hlsDir=${hlsDir}`,
    );
    const pasted = await spawn(["sh", "-c", stdout]);
    expect(pasted).toEqual({ status: 0, stdout: "", stderr: "" });
    for (const file of ["90p.h264", "90p.aac"]) expect(existsSync(join(hlsDir, file))).toBe(true);
  });
});

describe("render", () => {
  test("prints the multivariant playlist and nginx.conf as they are", async () => {
    const master = await render("master", "4k-abr");
    expect(master.stdout).toStartWith("#EXTM3U\n");
    expect(master.stdout.trimEnd()).toEndWith("360p/stream.m3u8");
    const { text } = await dataOf("nginx", "--bind", "::1");
    expect(text).toContain("listen [::1]:17080;");
  });

  test("systemd prints every file with its path, or writes them with the player page below a folder", async () => {
    const { files } = await dataOf("systemd");
    const { stdout } = await render("systemd");
    for (const { path, text } of files) expect(stdout).toContain(`# ${path}\n${text}`);
    const { written } = await dataOf("systemd", "--into", "root");
    for (const { path, text } of files) expect(readFileSync(join(folder, "root", path), "utf8")).toBe(text);
    expect(written).toContain(join(folder, "root/usr/local/share/hls-origin/index.html"));
    expect(written.every(existsSync)).toBe(true);
  });

  test("writes the files of an image where a file says, and its nginx.conf looks for them there", async () => {
    const place = (name: string) => join(folder, "image", name);
    const paths = { configDir: place("etc"), playerDir: place("page"), unitDir: place("units") };
    writeFileSync(
      join(folder, "paths.json"),
      JSON.stringify({ ...paths, sysusersDir: place("users"), nginx: "/opt/nginx" }),
    );
    const { written } = await dataOf("systemd", "--paths", "paths.json", "--into", "/");
    for (const path of written) expect(path).toStartWith(join(folder, "image/"));
    expect(readFileSync(place("units/hls-origin.service"), "utf8")).toContain("ExecStart=/opt/nginx");
    const { text } = await dataOf("nginx", "--paths", "paths.json");
    expect(text).toContain(place("page"));
    expect(readFileSync(place("etc/nginx.conf"), "utf8")).toBe(text);
  });

  test("refuses paths that are none, naming the file", async () => {
    writeFileSync(join(folder, "wrong.toml"), 'ffmpg = "/usr/bin/ffmpeg"\nunitDir = "units"\n');
    const { status, stderr } = await render("systemd", "--paths", "wrong.toml");
    expect(status).toBe(3);
    expect(stderr).toContain("wrong.toml");
    expect(stderr).toContain("did you mean ffmpeg?");
    expect(stderr).toContain("unitDir is no absolute path");
  });

  test.each([
    [["flask"], 2, "flask"],
    [[], 2, "ARTEFACT"],
    [["ffmpeg", "no-such"], 4, "no-such"],
    [["master", "--source", "loop"], 2, "--source goes with ffmpeg, not with master"],
    [["nginx", "--into", "x"], 2, "--into goes with systemd, not with nginx"],
    [["ffmpeg", "--paths", "x"], 2, "--paths goes with nginx and systemd, not with ffmpeg"],
    [["systemd", "--paths", "no-such.toml"], 4, "no-such.toml"],
    [["ffmpeg", "--start-number", "soon"], 2, "soon"],
    [["ffmpeg", "--source", "loop", "--start-number", "3"], 2, "--start-number"],
    [["nginx", "--bind", "nowhere"], 2, "nowhere"],
    [["ffmpeg", "--set", "hls.segmentDuration=0.5"], 3, "0.5"],
  ] as const)("%p is refused and says why", async (words, status, message) => {
    const answer = await render(...words);
    expect(answer.stderr).toContain(message);
    expect({ status: answer.status, stdout: answer.stdout }).toEqual({ status, stdout: "" });
  });
});
