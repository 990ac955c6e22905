import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Failure } from "../../../lib/errors.ts";
import { escapeNginxRegex, quoteNginx, quoteNginxExpression } from "../../../lib/render/quote/nginx.ts";
import { freePort } from "../../origin/support/live-servers.ts";
import { request } from "../../origin/support/raw-http.ts";
import { testWithTool, toolPath } from "../../support/tools.ts";

/** What a line-oriented header can carry, and everything that means something to nginx. */
const TEXT = fc
  .string({ unit: fc.constantFrom(..." aZ09\t\"'\\{};#~^*()[]|?+-_/.,:@=%&<>`!äß漢"), maxLength: 24 })
  .filter((text) => text !== "");

describe("an nginx parameter", () => {
  testWithTool("nginx", "comes out of nginx as it went in, whatever is in it", async () => {
    const texts = fc.sample(TEXT, { numRuns: 200, seed: 7 });
    const locations = texts.map((text, i) => `location = /${i} { return 200 ${quoteNginx(text)}; }`);
    const answers = await withNginx(locations, (port) =>
      Promise.all(texts.map((_, i) => request(port, "GET", `/${i}`))),
    );
    expect(answers.map((answer) => answer.text)).toEqual(texts);
  });

  testWithTool("nginx", "is found as text by a regular expression made of it", async () => {
    const texts = fc.sample(TEXT, { numRuns: 100, seed: 11 });
    const maps = texts.map((text, i) => {
      const pattern = quoteNginxExpression(`~^${escapeNginxRegex(text)}$`);
      return `map ${quoteNginx(text)} $found${i} { ${pattern} 1; default 0; }`;
    });
    const locations = texts.map((_, i) => `location = /${i} { return 200 $found${i}; }`);
    const answers = await withNginx(
      locations,
      (port) => Promise.all(texts.map((_, i) => request(port, "GET", `/${i}`))),
      maps,
    );
    expect(answers.map((answer) => answer.text)).toEqual(texts.map(() => "1"));
  });

  test.each(["/a$b", "/a\nb", "/a\rb", "/a\0b"])("is refused when nginx cannot write it: %j", (text) => {
    expect(() => quoteNginx(text)).toThrow(Failure);
    expect(() => quoteNginx(text)).toThrow(/nginx has no way to write/);
  });

  test("keeps its variables in an expression", () => {
    expect(quoteNginxExpression("$uri and more")).toBe('"$uri and more"');
  });

  test("stays bare where it can", () => {
    expect(quoteNginx("/var/lib/hls-1.0/seg%05d.ts")).toBe("/var/lib/hls-1.0/seg%05d.ts");
  });
});

async function withNginx<T>(
  locations: readonly string[],
  use: (port: number) => Promise<T>,
  http: readonly string[] = [],
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-quote-"));
  const port = freePort();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const server = `server { listen 127.0.0.1:${port}; ${locations.join("\n")} }`;
  const text = `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
    events {} http { access_log off; ${[...paths, ...http].join("\n")} ${server} }`;
  writeFileSync(join(folder, "nginx.conf"), text);
  const argv = [toolPath("nginx") ?? "nginx", "-e", "stderr", "-c", join(folder, "nginx.conf")];
  const child = Bun.spawn(argv, { stderr: "pipe" });
  try {
    while (child.exitCode === null && !(await listens(port))) await Bun.sleep(5);
    if (child.exitCode !== null) throw new Error(await new Response(child.stderr).text());
    return await use(port);
  } finally {
    child.kill("SIGQUIT");
    await child.exited;
    rmSync(folder, { recursive: true });
  }
}

function listens(port: number): Promise<boolean> {
  return request(port, "GET", "/").then(
    () => true,
    () => false,
  );
}
