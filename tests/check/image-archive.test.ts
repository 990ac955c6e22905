import { describe, expect, test } from "bun:test";
import { imageProblems, parseManifest, userOf } from "../../lib/check/image-archive.ts";

const MANIFEST = { Config: "c.json", RepoTags: ["origin:default"], Layers: ["a/layer.tar", "b/layer.tar"] };
const LABELS = Object.fromEntries(
  ["title", "description", "source", "documentation", "version", "vendor", "licenses"].map((label) => [
    `org.opencontainers.image.${label}`,
    "x",
  ]),
);
const CONFIG = { User: "65534:65534", Labels: LABELS, Healthcheck: { Test: ["CMD-SHELL", "curl"] } };
const IMAGE = { architecture: "amd64", os: "linux", rootfs: { diff_ids: ["1", "2"] }, config: CONFIG };
const ENTRIES = new Set(["manifest.json", "c.json", "a/layer.tar", "b/layer.tar"]);
const PLAIN = { architecture: "amd64", hasSystemd: false };

const problems = (image: object, entries = ENTRIES, expected = PLAIN) =>
  imageProblems(parseManifest(JSON.stringify([MANIFEST]))!, JSON.stringify(image), entries, expected);

test("an image that is as it should be has no problem", () => {
  expect(problems(IMAGE)).toEqual([]);
  expect(userOf(JSON.stringify(IMAGE))).toBe("65534:65534");
});

test.each([
  ["[]"],
  ["not json"],
  [JSON.stringify([MANIFEST, MANIFEST])],
  [JSON.stringify([{ ...MANIFEST, RepoTags: [] }])],
  [JSON.stringify([{ ...MANIFEST, Layers: [] }])],
])("%s is no manifest of one image", (json) => {
  expect(parseManifest(json)).toBeUndefined();
});

describe("a problem is", () => {
  test.each([
    ["another architecture", { ...IMAGE, architecture: "arm64" }, "it is for arm64, not for amd64"],
    ["another system", { ...IMAGE, os: "darwin" }, "it is for darwin, not for linux"],
    ["root", { ...IMAGE, config: { ...CONFIG, User: "" } }, "it runs as root"],
    ["root by number", { ...IMAGE, config: { ...CONFIG, User: "0:0" } }, "it runs as 0:0"],
    [
      "no health check",
      { ...IMAGE, config: { ...CONFIG, Healthcheck: undefined } },
      "it has no health check",
    ],
    [
      "a label too few",
      { ...IMAGE, config: { ...CONFIG, Labels: { ...LABELS, "org.opencontainers.image.vendor": "" } } },
      "it lacks the labels vendor",
    ],
    ["a layer too few", { ...IMAGE, rootfs: { diff_ids: ["1"] } }, "it has 2 layers and names 1"],
  ])("%s", (_, image, problem) => {
    expect(problems(image)).toEqual([problem]);
  });

  test("a layer that is not in the archive", () => {
    expect(problems(IMAGE, new Set(["a/layer.tar"]))).toEqual([
      "its layer b/layer.tar is not in the archive",
    ]);
  });

  test("no configuration", () => {
    expect(problems([])).toEqual(["its configuration c.json is none"]);
  });
});

test("with systemd an image is root's and stopped by systemd's own signal", () => {
  const expected = { architecture: "amd64", hasSystemd: true };
  expect(problems(IMAGE, ENTRIES, expected)).toEqual([
    "it runs as 65534:65534",
    "systemd is stopped with SIGRTMIN+3, not undefined",
  ]);
  const right = { ...IMAGE, config: { ...CONFIG, User: "", StopSignal: "SIGRTMIN+3" } };
  expect(problems(right, ENTRIES, expected)).toEqual([]);
});
