import { expect, test } from "bun:test";
import type { CheckContext } from "../../lib/check/context.ts";
import { withImage } from "../../lib/check/image.ts";
import { keepLeavings } from "../../lib/check/leavings.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const gone = { status: 1, stderr: "No such image" };
const IMAGE = { archive: "/nix/store/x", tag: "origin:default" };

/** A Docker whose tag stands for `image.id`, to be set by the test. */
function contextOf(exec: FakeHostOptions["exec"] = {}, id?: string) {
  const image = { id };
  const inspect = () => image.id ?? gone;
  const host = fakeHost({
    exec: { "docker image inspect": inspect, "docker rmi": "", "docker tag": "", ...exec },
  });
  const stop = new AbortController();
  const told: string[] = [];
  const context = {
    host,
    engine: { name: "docker", path: "/usr/bin/docker", hasBridge: true, cgroupVersion: 2 },
    signal: stop.signal,
    leavings: keepLeavings(),
    tell: (text: string) => void told.push(text),
  } as unknown as CheckContext;
  const calls = () => host.log.map((line) => line.replace("exec /usr/bin/docker ", ""));
  return { host, context, image, stop, told, calls };
}

const load = (context: CheckContext) => withImage(context, IMAGE, async ({ ok }) => ok);

test("an image that was not there before goes again", async () => {
  const { context, host, image, calls } = contextOf();
  host.answers["docker load"] = () => {
    image.id = "sha256:new";
    return "";
  };
  expect(await load(context)).toBe(true);
  expect(calls().at(-1)).toBe("rmi origin:default");
  expect(context.leavings.list()).toEqual([]);
});

test("an image of that tag that was there before gets its tag back", async () => {
  const { context, host, image, calls } = contextOf({}, "sha256:old");
  host.answers["docker load"] = () => {
    image.id = "sha256:new";
    return "";
  };
  await load(context);
  expect(calls().slice(-2)).toEqual(["tag sha256:old origin:default", "rmi sha256:new"]);
});

test("an image that was there already is left alone", async () => {
  const { context, calls } = contextOf({ "docker load": "" }, "sha256:same");
  await load(context);
  expect(calls().some((line) => /^(rmi|tag)/.test(line))).toBe(false);
});

test("nothing is loaded where it is not known what the tag stands for", async () => {
  const { context, calls } = contextOf({ "docker image inspect": { problem: "timeout" } });
  expect(await load(context)).toBe(false);
  expect(calls().some((line) => line.startsWith("load"))).toBe(false);
});

test("an interruption does not end a load, but waits for it and removes the image then", async () => {
  const { context, host, image, stop, told, calls } = contextOf();
  host.answers["docker load"] = async (_argv, { signal }) => {
    stop.abort();
    await host.clock.sleep(30_000);
    expect(signal?.aborted).toBe(false);
    image.id = "sha256:new";
    return "";
  };
  await load(context);
  expect(told).toEqual([
    "Waiting for docker loading origin:default to end, to remove what comes of it; Ctrl-C again ends at once.",
  ]);
  expect(calls().at(-1)).toBe("rmi origin:default");
  expect(context.leavings.list()).toEqual([]);
});

/** A load whose client is killed when nobody waits for it any more, and an engine that goes on `forMs`. */
function hangingLoad({ host, image, stop }: ReturnType<typeof contextOf>, forMs: number) {
  host.answers["docker load"] = (_argv, { signal }) =>
    new Promise((resolve) => {
      signal?.addEventListener("abort", () => {
        void host.clock.sleep(forMs).then(() => {
          image.id = "sha256:new";
        });
        resolve({ problem: "signal" });
      });
      stop.abort();
    });
}

test("an image that appears after its load was cut off is removed too", async () => {
  const it = contextOf();
  hangingLoad(it, 5000);
  await load(it.context);
  expect(it.calls().at(-1)).toBe("rmi origin:default");
  expect(it.context.leavings.list()).toEqual([]);
});

test("an image that may appear later still is told, with what removes it", async () => {
  const it = contextOf();
  hangingLoad(it, 3_600_000);
  await load(it.context);
  expect(it.host.clock.sleptMs).toBeLessThan(3_600_000);
  expect(it.context.leavings.list()).toEqual([
    { what: "the image origin:default", remove: "docker rmi origin:default" },
  ]);
});

test("while an image is there, it is known what would be left of it", async () => {
  const { context } = contextOf({ "docker load": "" }, "sha256:old");
  const seen = await withImage(context, IMAGE, async () => context.leavings.list());
  expect(seen).toEqual([
    {
      what: "the image origin:default, in place of the one that was there",
      remove: "docker tag sha256:old origin:default",
    },
  ]);
});
