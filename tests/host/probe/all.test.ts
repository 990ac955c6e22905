import { expect, test } from "bun:test";
import { bunHost } from "../../../lib/host/bun.ts";
import { guarded, probeAll } from "../../../lib/host/probe/all.ts";
import { fakeHost } from "../../support/fake-host.ts";

test("a machine that has nothing still yields every subject", async () => {
  const facts = await probeAll(fakeHost());
  for (const [subject, found] of Object.entries(facts))
    expect([subject, found.known]).toEqual([subject, true]);
  expect(facts.docker).toMatchObject({ path: null, server: { state: "none" } });
  expect(facts.kvm).toMatchObject({ device: "absent" });
});

test("a probe that hangs says so, and the others are not kept waiting", async () => {
  const host = fakeHost({
    exec: { "docker info": { problem: "hang" }, "nginx -V": { stderr: "nginx version: nginx/1.2.3" } },
  });
  const facts = await probeAll(host);
  expect(facts.docker).toEqual({ known: false, because: "no answer within 8 s" });
  expect(facts.nginx).toMatchObject({ known: true, version: "1.2.3" });
});

test("a probe that throws becomes a fact", async () => {
  const facts = await guarded(fakeHost(), () => Promise.reject(new Error("boom")));
  expect(facts).toEqual({ known: false, because: "the probe failed: boom" });
});

test("an answer in time ends the waiting", async () => {
  const host = fakeHost();
  expect(await guarded(host, async () => ({ a: 1 }))).toEqual({ known: true, a: 1 });
  expect(host.clock.sleptMs).toBe(0);
});

test("this machine is known within seconds, as JSON-safe facts", async () => {
  const started = performance.now();
  const facts = await probeAll(bunHost);
  const elapsedMs = performance.now() - started;
  for (const [subject, found] of Object.entries(facts))
    expect([subject, found.known]).toEqual([subject, true]);
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  // The machine may be busy with other work; alone it takes a quarter of a second.
  expect(elapsedMs).toBeLessThan(4_000);
});

test("what is installed here is found with its version", async () => {
  const { ffmpeg, nginx, system } = await probeAll(bunHost);
  for (const [name, found] of Object.entries({ ffmpeg, nginx })) {
    if (!found.known) throw new Error(found.because);
    expect([name, found.path !== null]).toEqual([
      name,
      Bun.which(name, { PATH: `${process.env.PATH}:/usr/sbin` }) !== null,
    ]);
    if (found.path) expect(found.version).toMatch(/\d/);
  }
  if (!system.known) throw new Error(system.because);
  expect(system.cpuCount).toBeGreaterThan(0);
  expect(system.folders.map(({ problem }) => problem)).toEqual([null, null, null, null]);
});
