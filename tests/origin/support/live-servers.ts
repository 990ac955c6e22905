import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { folderMedia } from "../../../lib/origin/folder-media.ts";
import { generatedMedia } from "../../../lib/origin/generated-media.ts";
import { publishMedia } from "../../../lib/origin/publish.ts";
import type { Assets } from "../../../lib/origin/respond.ts";
import { serveOrigin } from "../../../lib/origin/serve.ts";
import { renderNginx } from "../../../lib/render/nginx.ts";
import type { NginxOptions } from "../../../lib/render/nginx-options.ts";
import type { ResolvedOrigin } from "../../../lib/resolve.ts";
import { toolPath } from "../../support/tools.ts";
import { manualClock, sourceOf } from "./origin-fixture.ts";
import { request } from "./raw-http.ts";

export interface LiveServer {
  name: string;
  port: number;
  stop(): Promise<void>;
}

export const ASSETS: Assets = {
  "/": { type: "text/html; charset=utf-8", body: "<!doctype html><title>player</title>\n" },
  "/assets/player.js": { type: "text/javascript; charset=utf-8", body: "export const é = 1;\n" },
};

const BUILD = { version: "0.0.0", commit: "test" };

/** A folder of this test, that every user may enter. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-origin-"));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Time stands still at `nowMs` in all of them, so that answers can be compared to the last byte. */
export async function startGenerated(origin: ResolvedOrigin, nowMs: number): Promise<LiveServer> {
  const media = generatedMedia(sourceOf(origin), nowMs);
  return startEmbedded(`embedded, ${origin.name}`, origin, { media, nowMs });
}

/** A folder with the media of a moment and the embedded server in front of it. */
export async function startFolder(origin: ResolvedOrigin, nowMs: number): Promise<LiveServer> {
  const folder = temporaryFolder();
  const publication = await publishAt(origin, join(folder, "hls"), nowMs);
  const media = folderMedia(origin, join(folder, "hls"));
  const server = await startEmbedded(`embedded over a folder, ${origin.name}`, origin, { media, nowMs });
  return { ...server, stop: () => stopAll(server.stop, publication.stop, async () => removeFolder(folder)) };
}

/** The same folder and nginx with the rendered configuration. */
export async function startNginx(origin: ResolvedOrigin, nowMs: number): Promise<LiveServer> {
  const folder = temporaryFolder();
  const hlsDir = join(folder, "hls");
  const publication = await publishAt(origin, hlsDir, nowMs);
  const assetsDir = join(folder, "www");
  writeAssets(assetsDir, nowMs);
  const nginx = await runNginx(origin, { hlsDir, assetsDir, runtimeDir: folder, bind: "127.0.0.1" });
  const stop = () => stopAll(nginx.stop, publication.stop, async () => removeFolder(folder));
  return { name: `nginx, ${origin.name}`, port: nginx.port, stop };
}

/** nginx on a free port; answers when this returns. */
export async function runNginx(
  origin: ResolvedOrigin,
  options: NginxOptions,
): Promise<{ port: number; pid: number; stop(): Promise<void> }> {
  const port = freePort();
  const { config } = origin;
  const settings = { ...origin, config: { ...config, server: { ...config.server, port } } };
  const file = join(options.runtimeDir, "nginx.conf");
  writeFileSync(
    file,
    renderNginx(settings, { ...(process.getuid?.() === 0 ? { user: "root" } : {}), ...options }),
  );
  const child = Bun.spawn([toolPath("nginx") ?? "nginx", "-e", "stderr", "-c", file], {
    stdout: "ignore",
    stderr: "pipe",
  });
  while (child.exitCode === null && !(await answers(port))) await Bun.sleep(5);
  if (child.exitCode !== null) throw new Error(await new Response(child.stderr).text());
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill("SIGQUIT");
      await child.exited;
    },
  };
}

export function writeAssets(directory: string, modifiedMs: number): void {
  for (const [path, { body }] of Object.entries(ASSETS)) {
    const file = join(directory, path === "/" ? "index.html" : path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    utimesSync(file, modifiedMs / 1000, modifiedMs / 1000);
  }
}

export function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

async function startEmbedded(
  name: string,
  settings: ResolvedOrigin,
  { media, nowMs }: { media: Parameters<typeof serveOrigin>[0]["media"]; nowMs: number },
): Promise<LiveServer> {
  const server = serveOrigin({
    settings,
    media,
    assets: ASSETS,
    build: BUILD,
    bind: "127.0.0.1",
    port: 0,
    nowMs: () => nowMs,
  });
  return { name, port: server.port, stop: () => server.stop(0) };
}

async function publishAt(origin: ResolvedOrigin, hlsDir: string, nowMs: number) {
  const clock = manualClock(nowMs);
  const publication = await publishMedia({ clock }, sourceOf(origin), hlsDir);
  await clock.sleeper();
  return publication;
}

async function answers(port: number): Promise<boolean> {
  return request(port, "GET", "/health").then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function stopAll(...stops: (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}
