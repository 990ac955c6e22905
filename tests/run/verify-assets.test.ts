import { describe, expect, test } from "bun:test";
import { parseVerifyDescription } from "../../lib/hls/parse-verify.ts";
import { openRemakes, VERIFY_PATH } from "../../lib/hls/verify.ts";
import { generatedSource } from "../../lib/origin/generated-source.ts";
import type { UpPlan } from "../../lib/plan/plan.ts";
import type { UpRequest } from "../../lib/plan/request.ts";
import { planUp } from "../../lib/plan/up.ts";
import { embeddedRegistry, lookupProfile } from "../../lib/registry/registry.ts";
import { resolveOrigin } from "../../lib/resolve.ts";
import { openClips } from "../../lib/run/clips.ts";
import { verifyAssets, verifyFiles } from "../../lib/run/verify-assets.ts";
import { fakeHost } from "../support/fake-host.ts";
import { UP_FACTS } from "../support/up-facts.ts";

const REGISTRY = embeddedRegistry("origin");

function plan(
  profile: string,
  source: UpRequest["source"],
  server: UpRequest["server"] = "embedded",
): UpPlan {
  const resolved = resolveOrigin(REGISTRY, lookupProfile(REGISTRY, profile), []);
  const request = { name: undefined, source, server, bind: "127.0.0.1", workers: 1, readyTimeoutSec: 60 };
  return planUp(resolved, request, UP_FACTS);
}

function describedBy(body: unknown) {
  const parsed = parseVerifyDescription(String(body));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

describe("what an origin tells of its segments", () => {
  test.each(REGISTRY.profiles.map(({ name }) => name))("makes those of %s again, byte by byte", (profile) => {
    const made = plan(profile, "embedded");
    const source = generatedSource(made.configuration, openClips(fakeHost(), made));
    const remakes = openRemakes(describedBy(verifyAssets(made)[VERIFY_PATH]?.body), new Map());
    if (!remakes.ok) throw new Error(remakes.problem);
    expect(remakes.value.map(({ name }) => name)).toEqual(source.renditions.map(({ name }) => name));
    const n = 900_000_123;
    for (const [i, remake] of remakes.value.entries()) {
      const rendition = source.renditions[i];
      expect(remake.names.nameOf(n)).toBe(rendition?.nameOf(n) ?? "");
      expect(Buffer.compare(remake.segment(n), rendition?.segment(n) ?? new Uint8Array())).toBe(0);
    }
  });

  test("is that a live encoder cannot be verified", () => {
    for (const server of ["embedded", "nginx"] as const) {
      const body = verifyFiles(fakeHost(), plan("default", "live", server)).get(VERIFY_PATH);
      expect(describedBy(body)).toMatchObject({
        renditions: [],
        problem: expect.stringContaining("live encoder"),
      });
    }
  });

  test("comes with the clips of a loop, as files for nginx", () => {
    const made = plan("default", "loop", "nginx");
    const host = fakeHost();
    host.fs.mapBytes = () => new Uint8Array(1000);
    expect([...verifyFiles(host, made).keys()]).toEqual([
      VERIFY_PATH,
      "/assets/verify/720p.h264",
      "/assets/verify/720p.aac",
    ]);
    expect(Object.keys(verifyAssets(made))).toEqual([...verifyFiles(host, made).keys()]);
  });

  test("is how large they are when that is too much to copy", () => {
    const host = fakeHost();
    host.fs.mapBytes = () => new Uint8Array(40 * 1024 * 1024);
    const files = verifyFiles(host, plan("default", "loop", "nginx"));
    expect([...files.keys()]).toEqual([VERIFY_PATH]);
    expect(describedBy(files.get(VERIFY_PATH)).problem).toContain("80 MB");
  });
});
