import { afterEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Failure } from "../../lib/errors.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { renderNginx } from "../../lib/render/nginx.ts";
import type { NginxOptions } from "../../lib/render/nginx-options.ts";
import type { ResolvedOrigin } from "../../lib/resolve.ts";
import type { Table } from "../../lib/schema/table.ts";
import {
  freePort,
  removeFolder,
  runNginx,
  temporaryFolder,
  writeAssets,
} from "../origin/support/live-servers.ts";
import { MOMENT_MS } from "../origin/support/origin-fixture.ts";
import { request } from "../origin/support/raw-http.ts";
import { originOf } from "../support/configs.ts";
import { testWithTool, toolPath } from "../support/tools.ts";

const IS_ROOT = process.getuid?.() === 0;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

/** Folders of a site below one temporary folder. */
function site(name = "site"): NginxOptions & { logDir: string } {
  const root = temporaryFolder();
  folders.push(root);
  const base = join(root, name);
  const options = {
    hlsDir: join(base, "hls"),
    assetsDir: join(base, "www"),
    runtimeDir: join(base, "run"),
    logDir: join(base, "log"),
    bind: "127.0.0.1",
    ...(IS_ROOT ? { user: "root" } : {}),
  };
  for (const folder of [options.hlsDir, options.runtimeDir, options.logDir])
    mkdirSync(folder, { recursive: true });
  writeAssets(options.assetsDir, MOMENT_MS);
  return options;
}

function verdict(origin: ResolvedOrigin, options: NginxOptions): { status: number; stderr: string } {
  const file = join(options.runtimeDir, "nginx.conf");
  writeFileSync(file, renderNginx(origin, options));
  const { exitCode, stderr } = Bun.spawnSync([
    toolPath("nginx") ?? "nginx",
    "-e",
    "stderr",
    "-t",
    "-c",
    file,
  ]);
  return { status: exitCode, stderr: stderr.toString() };
}

describe("nginx -t accepts", () => {
  for (const { name } of embeddedRegistry("origin").profiles) {
    testWithTool("nginx", `the profile ${name}`, () => {
      const { status, stderr } = verdict(originOf(name), site());
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.not.stringMatching(/\[(warn|error|emerg)\]/),
      });
    });
  }

  const cases: [string, Table, Partial<NginxOptions>][] = [
    ["several workers and a limit of open files", {}, { workers: 3, openFilesLimit: 4096 }],
    ["an IPv6 address", {}, { bind: "::1" }],
    ["every address", {}, { bind: "0.0.0.0" }],
    ["odd but allowed names", { hls: { segmentPattern: "a.b_%012d-c.ts", playlistName: "p.q.m3u8" } }, {}],
    ["short segments", { hls: { segmentDuration: 0.5 } }, {}],
    [
      "a log in megabytes and milliseconds",
      { logging: { enabled: true, buffer: "1M", flushInterval: "500ms", gzip: 9 } },
      {},
    ],
    ["rendition names with dots and dashes", { multibitrate: true, variants: [variant("v1.0-low")] }, {}],
  ];
  for (const [claim, table, extra] of cases) {
    testWithTool("nginx", claim, () => {
      expect(verdict(originOf("default", table), { ...site(), ...extra })).toMatchObject({ status: 0 });
    });
  }
});

describe("the rendered configuration", () => {
  test("names no user unless it is started as root", () => {
    const text = (options: object) => renderNginx(originOf("default"), { ...OPTIONS, ...options });
    expect(text({})).not.toMatch(/^user /m);
    expect(text({ user: "root wheel" })).toMatch(/^user root wheel;$/m);
  });

  test("keeps every temporary path, the pid and the errors to itself", () => {
    const text = renderNginx(originOf("default"), OPTIONS);
    const paths = [...text.matchAll(/^\s*(\w+_temp_path|pid) (\S+);$/gm)];
    expect(paths.map((match) => match[1]).sort()).toEqual([
      "client_body_temp_path",
      "fastcgi_temp_path",
      "pid",
      "proxy_temp_path",
      "scgi_temp_path",
      "uwsgi_temp_path",
    ]);
    expect(paths.filter((match) => !match[2]?.startsWith("/run/h/"))).toEqual([]);
    expect(text).toContain("error_log stderr");
  });

  test("takes the size of the file cache and the lifetimes from the derived values", () => {
    const origin = originOf("4k-abr");
    const text = renderNginx(origin, OPTIONS);
    expect(text).toContain(`open_file_cache max=${origin.derived.openFileCacheMax} `);
    expect(text).toContain("open_file_cache_errors off;");
    for (const { header } of Object.values(origin.cache)) expect(text).toContain(`"${header}"`);
  });

  test("refuses a folder that nginx has no notation for", () => {
    const render = () => renderNginx(originOf("default"), { ...OPTIONS, hlsDir: "/srv/$HOME" });
    expect(render).toThrow(Failure);
    expect(render).toThrow('"/srv/$HOME"');
  });

  test("gives each worker a connection for every file it may open but some", () => {
    const text = (openFilesLimit: number) => renderNginx(originOf("default"), { ...OPTIONS, openFilesLimit });
    expect(text(256)).toContain("worker_connections 128;");
    expect(text(20_000)).toContain("worker_connections 19488;");
    expect(text(1_000_000)).toContain("worker_connections 65536;");
    expect(text(1064)).toContain("worker_rlimit_nofile 1064;");
  });
});

describe("nginx as configured", () => {
  testWithTool("nginx", "serves from folders with any name", async () => {
    const options = site(`a "b' \\c;{d} #é~*`);
    writeFileSync(join(options.hlsDir, "seg00001.ts"), "bytes");
    const paths = ["/seg00001.ts", "/files/seg00001.ts", "/", "/files/json/"];
    expect(await askAll(originOf("default"), options, paths)).toEqual([200, 200, 200, 200]);
  });

  testWithTool(
    "nginx",
    "finds a segment the moment it is there, however often it was asked for before",
    async () => {
      const options = site();
      const nginx = await runNginx(originOf("default"), options);
      const ask = () => request(nginx.port, "GET", "/seg00001.ts");
      const before = await Promise.all([ask(), ask(), ask()]);
      writeFileSync(join(options.hlsDir, "seg00001.ts"), "bytes");
      const after = await ask();
      await nginx.stop();
      expect(before.map((answer) => answer.status)).toEqual([404, 404, 404]);
      expect({ status: after.status, text: after.text }).toEqual({ status: 200, text: "bytes" });
    },
  );

  testWithTool("nginx", "sends the playlist as it is now", async () => {
    const options = site();
    const nginx = await runNginx(originOf("default"), options);
    const seen: string[] = [];
    for (const text of ["one", "two", "three"]) {
      writeFileSync(join(options.hlsDir, "stream.m3u8"), text);
      seen.push((await request(nginx.port, "GET", "/stream.m3u8")).text);
    }
    await nginx.stop();
    expect(seen).toEqual(["one", "two", "three"]);
  });

  testWithTool("nginx", "forgets a removed segment within the length of a segment", async () => {
    const options = site();
    const file = join(options.hlsDir, "seg00001.ts");
    writeFileSync(file, "bytes");
    const nginx = await runNginx(originOf("low-latency"), options);
    const ask = () => request(nginx.port, "GET", "/seg00001.ts");
    expect((await ask()).status).toBe(200);
    rmSync(file);
    const removedMs = performance.now();
    while ((await ask()).status === 200 && performance.now() - removedMs < 5000) await Bun.sleep(20);
    const keptMs = performance.now() - removedMs;
    await nginx.stop();
    expect(keptMs).toBeLessThan(2100);
  });

  testWithTool("nginx", "lists playlists as files, not as the stream", async () => {
    const options = site();
    writeFileSync(join(options.hlsDir, "stream.m3u8"), "text");
    writeFileSync(join(options.hlsDir, "index.html"), "not this");
    const nginx = await runNginx(originOf("default"), options);
    const listing = await request(nginx.port, "GET", "/files/json/");
    const page = await request(nginx.port, "GET", "/files/");
    await nginx.stop();
    const names = JSON.parse(listing.text).map((entry: { name: string }) => entry.name);
    expect(names).toEqual(["index.html", "stream.m3u8"]);
    expect(page.text).toContain("Index of /files/");
  });

  testWithTool("nginx", "tells its state", async () => {
    const nginx = await runNginx(originOf("default"), site());
    const answer = await request(nginx.port, "GET", "/nginx_status");
    await nginx.stop();
    expect(answer.text).toMatch(/^Active connections: \d+/);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  const needsRoot = IS_ROOT ? "runs as any user who may read the folders" : "runs as this user";
  testWithTool(["nginx", "setpriv"], needsRoot, async () => {
    const options = site();
    Bun.spawnSync(["chown", "-R", "65534", options.runtimeDir, options.logDir]);
    writeFileSync(join(options.hlsDir, "seg00001.ts"), "bytes");
    writeFileSync(join(options.hlsDir, "seg00002.ts"), "bytes");
    chmodSync(join(options.hlsDir, "seg00002.ts"), 0o000);
    const port = freePort();
    const origin = originOf("default", { server: { port } });
    const file = join(options.runtimeDir, "nginx.conf");
    const { user: _, ...plain } = options;
    writeFileSync(file, renderNginx(origin, plain));
    const asNobody = IS_ROOT ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    const child = Bun.spawn([...asNobody, toolPath("nginx") ?? "nginx", "-e", "stderr", "-c", file], {
      stderr: "pipe",
    });
    const status = await firstStatus(port, "/seg00001.ts", child);
    const unreadable = await request(port, "GET", "/seg00002.ts");
    child.kill("SIGQUIT");
    await child.exited;
    const stderr = await new Response(child.stderr).text();
    expect({ status, unreadable: unreadable.status }).toEqual({ status: 200, unreadable: 404 });
    expect(stderr.split("\n").filter((line) => !line.includes("seg00002.ts"))).toEqual([""]);
  });

  if (IS_ROOT) {
    testWithTool("nginx", "reads folders that are private to root when root starts it", async () => {
      const options = site();
      writeFileSync(join(options.hlsDir, "seg00001.ts"), "bytes");
      chmodSync(options.hlsDir, 0o700);
      expect(await askAll(originOf("default"), options, ["/seg00001.ts"])).toEqual([200]);
    });
  } else test.skip("reads folders that are private to root (skipped: not root)", () => {});
});

describe("access logs", () => {
  const paths = ["/seg00001.ts", "/stream.m3u8", "/master.m3u8", "/health", "/seg00002.ts"];

  testWithTool("nginx", "of the profile logged are of segments only", async () => {
    const { logs } = await logsAfter(originOf("logged"), paths);
    expect(logs["segments.log"]).toEqual(["/seg00001.ts 200", "/seg00002.ts 404"]);
    expect(logs["manifests.log"]).toBeUndefined();
    expect(logs["access.log"]).toBeUndefined();
  });

  testWithTool("nginx", "of the profile debug are of every request, compressed, by kind", async () => {
    const { logs } = await logsAfter(originOf("debug"), paths);
    expect(logs["segments.log"]).toEqual(["/seg00001.ts 200", "/seg00002.ts 404"]);
    expect(logs["manifests.log"]).toEqual(["/stream.m3u8 200", "/master.m3u8 404"]);
    expect(logs["access.log"]).toEqual(paths.map((path, i) => `${path} ${[200, 200, 404, 200, 404][i]}`));
  });

  testWithTool("nginx", "are off by default", async () => {
    expect((await logsAfter(originOf("default"), paths)).logs).toEqual({});
  });

  testWithTool("nginx", "have a line with times, size and agent", async () => {
    const { text } = await logsAfter(originOf("logged"), ["/seg00001.ts"]);
    expect(text["segments.log"]).toMatch(
      /^127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4}:[\d:]{8} [+-]\d{4}\] "GET \/seg00001\.ts HTTP\/1\.1" 200 5 "-" "-" \d+\.\d{3}\n$/,
    );
  });

  /** Logs are written when nginx ends, at the latest. */
  async function logsAfter(origin: ResolvedOrigin, asked: readonly string[]) {
    const options = site();
    writeFileSync(join(options.hlsDir, "seg00001.ts"), "bytes");
    writeFileSync(join(options.hlsDir, "stream.m3u8"), "text");
    const nginx = await runNginx(origin, options);
    for (const path of asked) await request(nginx.port, "GET", path);
    await nginx.stop();
    const text: Record<string, string> = {};
    for (const name of Object.values(origin.config.logging.files)) {
      const file = join(options.logDir, name);
      if (!existsSync(file)) continue;
      const bytes = readFileSync(file);
      text[name] = (origin.config.logging.gzip > 0 ? gunzipSync(bytes) : bytes).toString();
    }
    const logs = Object.fromEntries(Object.entries(text).map(([name, lines]) => [name, requests(lines)]));
    return { logs, text };
  }

  /** Without those that waited for nginx to answer. */
  function requests(lines: string): string[] {
    const found = [...lines.matchAll(/"GET (\S+) HTTP\/1.1" (\d+)/g)].map(
      (match) => `${match[1]} ${match[2]}`,
    );
    return found[0] === "/health 200" ? found.slice(1) : found;
  }
});

const OPTIONS: NginxOptions = {
  hlsDir: "/srv/hls",
  assetsDir: "/srv/www",
  runtimeDir: "/run/h",
  bind: "127.0.0.1",
};

function variant(name: string) {
  const rates = { bitrate: "500k", maxrate: "550k", bufsize: "1000k", audioBitrate: "64k" };
  return { name, width: 640, height: 360, ...rates };
}

async function askAll(
  origin: ResolvedOrigin,
  options: NginxOptions,
  paths: readonly string[],
): Promise<number[]> {
  const nginx = await runNginx(origin, options);
  const answers = await Promise.all(paths.map((path) => request(nginx.port, "GET", path)));
  await nginx.stop();
  return answers.map((answer) => answer.status);
}

/** Of the first answer there is. */
async function firstStatus(port: number, path: string, child: Bun.Subprocess): Promise<number> {
  while (child.exitCode === null) {
    const status = await request(port, "GET", path).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status > 0) return status;
    await Bun.sleep(5);
  }
  return -1;
}
