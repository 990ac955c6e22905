import { afterAll, beforeAll, describe, expect } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasTool, testWithTool, toolPath } from "../support/tools.ts";
import { bodyText, REACTORS, withClient } from "./session.ts";

const folder = mkdtempSync(join(tmpdir(), "hlsctl-nginx-"));
const playlist = `#EXTM3U\n${"#EXTINF:2.000,\nseg.ts\n".repeat(200)}`;
const SEGMENT_BYTES = 2_000_000;
let nginx: Bun.Subprocess | undefined;
let origin = "";

beforeAll(async () => {
  if (!hasTool("nginx")) return;
  const free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  origin = `http://127.0.0.1:${free.port}`;
  mkdirSync(join(folder, "files"));
  writeFileSync(join(folder, "files", "live.m3u8"), playlist);
  writeFileSync(join(folder, "files", "seg.ts"), new Uint8Array(SEGMENT_BYTES));
  writeFileSync(join(folder, "nginx.conf"), config(free.port));
  free.stop(true);
  nginx = Bun.spawn([toolPath("nginx") ?? "", "-e", "stderr", "-c", join(folder, "nginx.conf")], {
    stderr: "inherit",
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await fetch(origin).catch(() => null)) return;
    await Bun.sleep(10);
  }
  throw new Error("nginx does not answer.");
});

afterAll(async () => {
  nginx?.kill();
  await nginx?.exited;
  rmSync(folder, { recursive: true });
});

function config(port: number): string {
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `${user} daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
    http { access_log off; sendfile on; gzip on; gzip_types *; keepalive_requests 50; ${paths.join(" ")}
      server { listen 127.0.0.1:${port}; root ${folder}/files; location /old { return 301 /live.m3u8; } } }`;
}

describe.each(REACTORS)("nginx and %s:", (kind) => {
  testWithTool("nginx", "playlists come packed in chunks, segments and parts of them with a length", () =>
    withClient(kind, async ({ get }) => {
      const packed = await get(`${origin}/live.m3u8`);
      expect(packed.headers.get("content-encoding")).toBe("gzip");
      expect(packed.headers.get("transfer-encoding")).toBe("chunked");
      expect([bodyText(packed), packed.bytes < 500]).toEqual([playlist, true]);
      expect(bodyText(await get(`${origin}/live.m3u8`, { acceptsGzip: false }))).toBe(playlist);
      const segment = { body: "drop", limitBytes: 0 } as const;
      expect(await get(`${origin}/seg.ts`, segment)).toMatchObject({ status: 200, bytes: SEGMENT_BYTES });
      const range = { offset: SEGMENT_BYTES - 1000, length: 5000 };
      expect(await get(`${origin}/seg.ts`, { ...segment, range })).toMatchObject({
        status: 206,
        bytes: 1000,
      });
      expect(await get(`${origin}/gone.ts`, segment)).toMatchObject({ status: 404, problem: null });
      expect(await get(`${origin}/old`)).toMatchObject({
        url: `${origin}/live.m3u8`,
        status: 200,
        redirects: 1,
      });
    }),
  );

  testWithTool(
    "nginx",
    "a hundred and fifty requests in a row pass the server's limit of fifty a connection",
    () =>
      withClient(kind, async ({ get }) => {
        const body = "drop";
        const all = await Promise.all(Array.from({ length: 150 }, () => get(`${origin}/seg.ts`, { body })));
        expect(all.filter(({ problem, bytes }) => problem !== null || bytes !== SEGMENT_BYTES)).toEqual([]);
      }),
  );
});
