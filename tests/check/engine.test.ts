import { expect, test } from "bun:test";
import type { CheckContext } from "../../lib/check/context.ts";
import { runContainer, waitUntilHealthy, withContainer, withImage } from "../../lib/check/engine.ts";
import { findEngine } from "../../lib/check/engine-facts.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

function contextOf(exec: FakeHostOptions["exec"] = {}) {
  const host = fakeHost({ exec });
  const engine = { name: "docker", path: "/usr/bin/docker", hasBridge: true, cgroupVersion: 2 } as const;
  return { host, context: { host, engine, signal: new AbortController().signal } as unknown as CheckContext };
}

const calls = (log: readonly string[]) => log.map((line) => line.replace("exec /usr/bin/docker ", ""));
const gone = { status: 1, stderr: "No such image" };

test("a container is removed whatever happens to what it was lent to", async () => {
  const { host, context } = contextOf({ "docker run": "", "docker rm": "" });
  const lent = withContainer(context, { image: "origin", args: ["--x"] }, async () => {
    throw new Error("the check broke");
  });
  await expect(lent).rejects.toThrow("the check broke");
  const [run = "", remove = ""] = calls(host.log);
  const name = /--name (\S+)/.exec(run)?.[1];
  expect(run).toBe(`run --detach --name ${name} origin --x`);
  expect(remove).toBe(`rm --force --volumes ${name}`);
  expect(name).toStartWith(`hlsctl-check-${host.pid}-`);
});

test("a container that does not start is removed too, and says why", async () => {
  const { host, context } = contextOf({
    "docker run": { status: 125, stderr: "port is taken" },
    "docker rm": "",
  });
  const seen = await withContainer(context, { image: "origin" }, async (started) => started);
  expect(seen).toEqual({ ok: false, detail: "port is taken" });
  expect(calls(host.log).at(-1)).toStartWith("rm --force");
});

test("no two containers have the same name", async () => {
  const { host, context } = contextOf({ "docker run": "", "docker rm": "" });
  await runContainer(context, { image: "a" });
  await runContainer(context, { image: "a" });
  const names = calls(host.log).flatMap((line) => /--name (\S+)/.exec(line)?.[1] ?? []);
  expect(new Set(names).size).toBe(2);
});

test("an image that was not there before goes again", async () => {
  let isLoaded = false;
  const { host, context } = contextOf({
    "docker image inspect": () => (isLoaded ? "sha256:new" : gone),
    "docker load": () => {
      isLoaded = true;
      return "";
    },
    "docker rmi": "",
  });
  await withImage(context, { archive: "/nix/store/x", tag: "origin:default" }, async () => {});
  expect(calls(host.log).at(-1)).toBe("rmi origin:default");
});

test("an image of that tag that was there before gets its tag back", async () => {
  let id = "sha256:old";
  const { host, context } = contextOf({
    "docker image inspect": () => id,
    "docker load": () => {
      id = "sha256:new";
      return "";
    },
    "docker tag": "",
    "docker rmi": "",
  });
  await withImage(context, { archive: "/nix/store/x", tag: "origin:default" }, async () => {});
  expect(calls(host.log).slice(-2)).toEqual(["tag sha256:old origin:default", "rmi sha256:new"]);
});

test("an image that was there already is left alone", async () => {
  const { host, context } = contextOf({ "docker image inspect": "sha256:same", "docker load": "" });
  await withImage(context, { archive: "/nix/store/x", tag: "origin:default" }, async () => {});
  expect(calls(host.log).some((line) => /^(rmi|tag)/.test(line))).toBe(false);
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
