import { resolve } from "node:path";
import { Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import type { InputOverride } from "./build-argv.ts";

/** Inputs of the flake and of those inputs, as flake.lock has them (a test holds the two together), and what each is. */
export const INPUTS: readonly (readonly [name: string, description: string])[] = [
  ["nixpkgs", "Packages: FFmpeg, nginx, Bun, Linux"],
  ["microvm", "What makes virtual machines"],
  ["microvm/nixpkgs", "The nixpkgs of microvm; the flake's own"],
  ["microvm/spectrum", "Sources that microvm takes from Spectrum OS"],
  ["go-ffmpeg-hls-swarm", "Sources of the original Go program"],
];

/** `nixpkgs=path:./nixpkgs`; an input of an input is `microvm/spectrum`, a relative folder is one below `cwd`, for Nix itself runs elsewhere. */
export function parseOverrideInput(text: string, cwd: string): InputOverride {
  const at = text.indexOf("=");
  const [name, flake] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || flake === "" || !/^[A-Za-z_][A-Za-z0-9_/-]*$/.test(name)) {
    throw new Failure("usage-bad-value", `--override-input takes NAME=FLAKE, not "${text}".`, {
      hint: "For example: --override-input nixpkgs=path:/srv/nixpkgs",
    });
  }
  refuseUnknown(name);
  return { name, flake: absoluteFlake(flake, cwd) };
}

/** Nix would only warn, and build with what is pinned. What an input has for inputs depends on where it is taken from. */
function refuseUnknown(name: string): void {
  const names = INPUTS.map(([known]) => known);
  const [top = ""] = name.split("/");
  if (names.includes(top)) return;
  const near = suggest(name, names);
  const choices = `Its inputs are ${names.filter((known) => !known.includes("/")).join(", ")}.`;
  throw new Failure("usage-bad-value", `--override-input: the flake has no input "${name}".`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}

function absoluteFlake(flake: string, cwd: string): string {
  const local = /^(path:)?(\.{1,2}(?:\/.*)?)$/.exec(flake) ?? /^(path:)([^/:?#][^:]*)$/.exec(flake);
  if (!local?.[2]) return flake;
  return `${local[1] ?? ""}${resolve(cwd, local[2])}`;
}
