import { expect, test } from "bun:test";
import { outputName } from "../../lib/nix/outputs.ts";
import { renderReadme } from "../../lib/nix/readme.ts";

const CONTENT = { name: "hlsctl", version: "1.2.3", files: {}, bundle: "", profiles: [], overrides: {} };

test("the README of a written folder tells its hlsctl and names outputs that there are", () => {
  const text = renderReadme(CONTENT);
  expect(text).toContain("(hlsctl 1.2.3)");
  for (const name of [
    outputName("test-origin", "runner"),
    outputName("test-origin", "container"),
    outputName("test-origin", "vm", "low-latency"),
    outputName("swarm-client", "runner"),
  ]) {
    expect(text).toContain(`path:.#${name} `);
  }
  expect(text).not.toContain("Yours");
});

test("the README names what is the user's in it", () => {
  const profiles = [{ component: "origin", fileName: "mine.toml", text: "" }] as const;
  const text = renderReadme({ ...CONTENT, profiles, overrides: { swarm: { clients: 1 } } });
  expect(text).toContain("`profiles/origin/mine.toml`");
  expect(text).toContain("from `--set`");
});
