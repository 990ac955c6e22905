import { expect, test } from "bun:test";
import { startGenerator } from "../../lib/swarm/generator-process.ts";
import type { Report } from "../../lib/swarm/protocol.ts";

test("an order to a generator that reads no more is no crash: how it ended is told by its end", async () => {
  const ready = Promise.withResolvers<Report>();
  const script = `exec 0<&-; echo words >&2; echo '{"report":"ready"}'; exec sleep 60`;
  const link = startGenerator(["/bin/sh", "-c", script], ready.resolve);
  await ready.promise;
  for (let times = 0; times < 3; times += 1) link.order({ order: "stop" });
  link.kill();
  expect(await link.ended).toEqual({ status: 137, lastWords: ["words"] });
});
