import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { originOf } from "../support/configs.ts";
import { hasTool } from "../support/tools.ts";
import { factsOf, type Row } from "./support/conformance-facts.ts";
import { type LiveServer, startFolder, startGenerated, startNginx } from "./support/live-servers.ts";
import { mediaRows } from "./support/media-rows.ts";
import { MOMENT_MS } from "./support/origin-fixture.ts";
import { type RawAnswer, request } from "./support/raw-http.ts";
import { siteRows } from "./support/site-rows.ts";

/** Hop-by-hop, or different by nature. */
const NEVER_THE_SAME = ["date", "server", "connection", "keep-alive", "transfer-encoding"];

const NGINX = hasTool("nginx") ? [startNginx] : [];
const ORIGINS = [
  { origin: originOf("default"), starts: [startGenerated, startFolder, ...NGINX] },
  {
    origin: originOf("4k-abr", { hls: { listSize: 3, deleteThreshold: 1 } }),
    starts: [startGenerated, ...NGINX],
  },
  {
    origin: originOf("low-latency", { hls: { segmentDuration: 0.5, segmentPattern: "s-%d.ts" } }),
    starts: [startGenerated, startFolder, ...NGINX],
  },
];

for (const { origin, starts } of ORIGINS) {
  describe(`the origin ${origin.name}: ${starts.length} servers give the same answer`, () => {
    const facts = factsOf(origin);
    let servers: LiveServer[] = [];
    beforeAll(async () => {
      servers = await Promise.all(starts.map((start) => start(origin, MOMENT_MS)));
    });
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()));
    });

    if (NGINX.length === 0) test.skip("nginx too (skipped: no nginx here)", () => {});

    for (const row of [...mediaRows(facts), ...siteRows(facts)]) {
      test(row.claim, async () => {
        const answers = await Promise.all(servers.map((server) => ask(server, row)));
        for (const [i, answer] of answers.entries()) check(row, answer, servers[i]?.name ?? "");
        const [first, ...others] = answers.map((answer) => comparable(row, answer));
        for (const other of others) expect(other).toEqual(first ?? {});
      });
    }
  });
}

function ask({ port }: LiveServer, { method = "GET", path, headers }: Row): Promise<RawAnswer> {
  return request(port, method, path, headers);
}

function check(row: Row, answer: RawAnswer, server: string): void {
  const { status, answers = {}, body, contains = "" } = row;
  const names = Object.keys(answers);
  const found = Object.fromEntries(names.map((name) => [name, answer.headers[name] ?? null]));
  expect({ server, ...found }).toEqual({ server, ...answers });
  expect({ server, status: [status].flat() }).toEqual({
    server,
    status: expect.arrayContaining([answer.status]),
  });
  if (answer.status !== 431)
    expect({ server, date: answer.headers.date }).toEqual({ server, date: expect.any(String) });
  if (typeof body === "string") expect({ server, text: answer.text }).toEqual({ server, text: body });
  else if (body)
    expect({ server, differs: Buffer.compare(answer.body, body) }).toEqual({ server, differs: 0 });
  expect(answer.text).toContain(contains);
}

/** What must be the same from every server. */
function comparable({ status, differs = [] }: Row, answer: RawAnswer): object {
  const leftOut = new Set([...NEVER_THE_SAME, ...differs]);
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !leftOut.has(name)));
  const text = leftOut.has("folder-times") ? withoutFolderTimes(answer.text) : answer.text;
  return {
    status: typeof status === "number" ? answer.status : "refused",
    headers,
    body: leftOut.has("body") ? "" : text,
  };
}

/** A real folder has the time of its last change. */
function withoutFolderTimes(text: string): string {
  return text
    .replace(/("type":"directory", "mtime":)"[^"]*"/g, '$1""')
    .replace(/(\/<\/a> +)\S+ \S+( +-)/g, "$1$2");
}
