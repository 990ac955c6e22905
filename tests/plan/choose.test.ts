import { describe, expect, test } from "bun:test";
import { parseOverride } from "../../lib/merge/override.ts";
import { chooseServer, chooseSource, type OriginFacts } from "../../lib/plan/choose.ts";
import { embeddedRegistry, lookupProfile } from "../../lib/registry/registry.ts";
import { resolveOrigin } from "../../lib/resolve.ts";
import { keysOf } from "../../lib/schema/component.ts";

const REGISTRY = embeddedRegistry("origin");
const WHOLE: OriginFacts = {
  cpuCount: 2,
  ffmpeg: { path: "/usr/bin/ffmpeg", lacks: [] },
  nginx: { path: "/usr/sbin/nginx" },
  install: { ffmpeg: "apt-get install ffmpeg", nginx: "apt-get install nginx" },
};
const BARE: OriginFacts = { ...WHOLE, ffmpeg: undefined, nginx: undefined };
const AUTO = { source: "auto", input: undefined } as const;

function origin(profile: string, ...settings: string[]) {
  const overrides = settings.map((setting) => parseOverride(setting, keysOf("origin")));
  return resolveOrigin(REGISTRY, lookupProfile(REGISTRY, profile), overrides);
}

describe("the source", () => {
  test("is live where the processors can carry it", () => {
    expect(chooseSource(origin("default"), AUTO, WHOLE).value).toBe("live");
  });

  test("is a loop where live encoding would take too much of them", () => {
    const choice = chooseSource(origin("4k-abr"), AUTO, WHOLE);
    expect(choice.value).toBe("loop");
    expect(choice.because).toContain("of 2 cores");
  });

  test("is a loop where FFmpeg would write a wrong target duration", () => {
    expect(
      chooseSource(origin("default", "hls.segmentDuration=4.5", "encoder.framerate=24"), AUTO, WHOLE).value,
    ).toBe("loop");
    expect(() =>
      chooseSource(
        origin("default", "hls.segmentDuration=4.5", "encoder.framerate=24"),
        { ...AUTO, source: "live" },
        WHOLE,
      ),
    ).toThrow(
      expect.objectContaining({
        id: "source-unsuitable",
        message: expect.stringContaining("TARGETDURATION"),
      }),
    );
  });

  test("is embedded on a bare machine", () => {
    expect(chooseSource(origin("4k-abr"), AUTO, BARE)).toEqual({
      value: "embedded",
      because: "there is no FFmpeg here",
    });
  });

  test("is embedded beside an FFmpeg that cannot encode, which is named", () => {
    const facts = { ...WHOLE, ffmpeg: { path: "/opt/ffmpeg", lacks: ["libx264"] } };
    expect(chooseSource(origin("default"), AUTO, facts).because).toBe("this FFmpeg lacks libx264");
    expect(() => chooseSource(origin("default"), { ...AUTO, source: "live" }, facts)).toThrow(
      expect.objectContaining({ id: "ffmpeg-unsuitable", exitCode: 6 }),
    );
  });

  test.each(["live", "loop"] as const)(
    "%s without FFmpeg is refused with the command that installs it",
    (source) => {
      expect(() => chooseSource(origin("default"), { ...AUTO, source }, BARE)).toThrow(
        expect.objectContaining({
          id: "ffmpeg-missing",
          hint: expect.stringContaining("apt-get install ffmpeg"),
        }),
      );
    },
  );

  test.each([
    ["audio.frequency=440", "1000 Hz"],
    ["audio.sampleRate=44100", "48000 Hz"],
    ["testPattern=testsrc2", "testsrc2"],
  ])("embedded cannot be had with %s, and says so", (setting, word) => {
    expect(() => chooseSource(origin("default", setting), { ...AUTO, source: "embedded" }, WHOLE)).toThrow(
      expect.objectContaining({ id: "source-unsuitable", message: expect.stringContaining(word) }),
    );
  });

  test("is a loop when the user brings a file, and nothing else", () => {
    expect(chooseSource(origin("default"), { source: "auto", input: "/film.mp4" }, WHOLE).value).toBe("loop");
    expect(() => chooseSource(origin("default"), { source: "live", input: "/film.mp4" }, WHOLE)).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});

describe("the server", () => {
  test("is nginx where it is installed", () => {
    expect(chooseServer("auto", 1, WHOLE).value).toBe("nginx");
    expect(chooseServer("auto", 1, BARE).value).toBe("embedded");
  });

  test("is the flake's nginx for what Nix builds, which nobody has installed", () => {
    const { value, because } = chooseServer("auto", 1, { ...WHOLE, builder: { value: "nix" } });
    expect([value, because]).toEqual(["nginx", "it is in what Nix builds, and deployments use it"]);
    expect(chooseServer("auto", 1, { ...WHOLE, builder: { value: "local" } }).because).toContain(
      "is installed",
    );
  });

  test("is the embedded one for several workers", () => {
    expect(chooseServer("auto", 4, WHOLE).value).toBe("embedded");
    expect(() => chooseServer("nginx", 4, WHOLE)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test("nginx without nginx is refused with what works instead", () => {
    expect(() => chooseServer("nginx", 1, BARE)).toThrow(
      expect.objectContaining({ id: "nginx-missing", hint: expect.stringContaining("--server embedded") }),
    );
  });
});
