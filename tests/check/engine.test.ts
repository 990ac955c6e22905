import { expect, test } from "bun:test";
import type { CheckContext } from "../../lib/check/context.ts";
import { engineOf, runContainer, waitUntilHealthy, withContainer } from "../../lib/check/engine.ts";
import { findEngine } from "../../lib/check/engine-facts.ts";
import { keepLeavings } from "../../lib/check/leavings.ts";
import { sweepContainers } from "../../lib/check/sweep.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

function contextOf(exec: FakeHostOptions["exec"] = {}, signal = new AbortController().signal) {
  const host = fakeHost({ exec });
  const engine = { name: "docker", path: "/usr/bin/docker", hasBridge: true, cgroupVersion: 2 } as const;
  const more = { leavings: keepLeavings(), tell() {}, owner: "here:/cache/check" };
  return { host, context: { host, engine, signal, ...more } as unknown as CheckContext };
}

const calls = (log: readonly string[]) => log.map((line) => line.replace("exec /usr/bin/docker ", ""));

test("a container is removed whatever happens to what it was lent to", async () => {
  const { host, context } = contextOf({ "docker create": "", "docker start": "", "docker rm": "" });
  const lent = withContainer(context, { image: "origin", args: ["--x"] }, async () => {
    throw new Error("the check broke");
  });
  await expect(lent).rejects.toThrow("the check broke");
  const [create = "", start = "", remove = ""] = calls(host.log);
  const name = /--name (\S+)/.exec(create)?.[1];
  expect(create).toBe(`create --name ${name} --label hlsctl.check=here:/cache/check origin --x`);
  expect(start).toBe(`start ${name}`);
  expect(remove).toBe(`rm --force --volumes ${name}`);
  expect(name).toStartWith(`hlsctl-check-${host.pid}-`);
});

test("a container that does not start is removed too, and says why", async () => {
  const { host, context } = contextOf({
    "docker create": "",
    "docker start": { status: 125, stderr: "port is taken" },
    "docker rm": "",
  });
  const seen = await withContainer(context, { image: "origin" }, async (started) => started);
  expect(seen).toEqual({ ok: false, detail: "port is taken" });
  expect(calls(host.log).at(-1)).toStartWith("rm --force");
});

test("no two containers have the same name", async () => {
  const { host, context } = contextOf({ "docker create": "", "docker start": "", "docker rm": "" });
  await runContainer(context, { image: "a" });
  await runContainer(context, { image: "a" });
  const names = calls(host.log).flatMap((line) => /--name (\S+)/.exec(line)?.[1] ?? []);
  expect(new Set(names).size).toBe(2);
});

test("an interruption waits for a container that is being made, and removes it then", async () => {
  const stop = new AbortController();
  const { host, context } = contextOf(
    {
      "docker create": (_argv, { signal }) => {
        stop.abort();
        expect(signal?.aborted).toBe(false);
        return "";
      },
      "docker start": { problem: "signal" },
      "docker rm": "",
    },
    stop.signal,
  );
  await runContainer(context, { image: "origin" });
  expect(calls(host.log).map((line) => line.split(" ")[0])).toEqual(["create", "start", "rm"]);
  expect(context.leavings.list()).toEqual([]);
});

test("a container that cannot be removed is told, with what removes it", async () => {
  const { context } = contextOf({ "docker create": "", "docker start": "", "docker rm": { status: 1 } });
  await withContainer(context, { image: "origin" }, async ({ ok }) => expect(ok).toBe(true));
  expect(context.leavings.list()).toEqual([
    {
      what: expect.stringMatching(/^the container hlsctl-check-4000-/),
      remove: expect.stringMatching(/^docker rm --force --volumes hlsctl-check-4000-/),
    },
  ]);
});

test("containers of runs that are no more are removed, those of others are left alone", async () => {
  const { host, context } = contextOf({
    "docker ps": "hlsctl-check-17-a-1\nhlsctl-check-4321-a-1\nhlsctl-check-17-a-2\nweb\n",
    "docker rm": "",
  });
  host.alive.add(4321);
  await sweepContainers(host, engineOf(context), "here:/cache/check");
  expect(calls(host.log)).toEqual([
    "ps --all --filter label=hlsctl.check=here:/cache/check --format {{.Names}}",
    "rm --force --volumes hlsctl-check-17-a-1 hlsctl-check-17-a-2",
  ]);
});

test.each([
  [["running starting", "running healthy"], "healthy"],
  [["created starting", "running unhealthy"], "unhealthy"],
  [["running starting", "exited unhealthy"], "it has exited"],
  [["running "], "without a health check"],
  [[""], "it is gone"],
])("health that goes %j ends as %j", async (states, end) => {
  const left = [...states];
  const { context } = contextOf({ "docker inspect": () => left.shift() ?? "" });
  expect(await waitUntilHealthy(context, "x")).toBe(end);
});

const INFO = {
  ServerVersion: "28",
  Architecture: "x86_64",
  CgroupVersion: "2",
  SecurityOptions: [],
  ClientInfo: { Version: "28" },
};
const answers = (info: object, networks = "bridge\n") => ({
  "docker info": JSON.stringify(info),
  "docker network ls": networks,
});

test("a Docker that answers is used, and whether it has a network to publish from is asked", async () => {
  const found = await findEngine(fakeHost({ exec: answers(INFO) }));
  expect(found.engine).toEqual({
    name: "docker",
    path: "/usr/bin/docker",
    hasBridge: true,
    cgroupVersion: 2,
  });
  expect(found.systemd).toBeUndefined();
  expect((await findEngine(fakeHost({ exec: answers(INFO, "") }))).engine?.hasBridge).toBe(false);
});

test("an engine of another architecture cannot run the images", async () => {
  const found = await findEngine(fakeHost({ exec: answers({ ...INFO, Architecture: "aarch64" }) }));
  expect(found.engine).toBeUndefined();
  expect(found.lacking?.reason).toBe("docker runs aarch64 containers, and the images are for amd64");
});

test("without an engine the reason says so, and what to do", async () => {
  const { engine, lacking, systemd } = await findEngine(fakeHost());
  expect(engine).toBeUndefined();
  expect(lacking).toEqual({
    reason: "there is neither Docker nor podman",
    enable: "Start Docker or podman; `hlsctl doctor --type container` tells how.",
  });
  expect(systemd).toEqual(lacking);
});
