import { resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { InputOverride } from "./build-argv.ts";

/** `nixpkgs=path:./nixpkgs`; a relative folder is one below `cwd`, for Nix itself runs elsewhere. */
export function parseOverrideInput(text: string, cwd: string): InputOverride {
  const at = text.indexOf("=");
  const [name, flake] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || flake === "" || !/^[A-Za-z_][A-Za-z0-9_/-]*$/.test(name)) {
    throw new Failure("usage-bad-value", `--override-input takes NAME=FLAKE, not "${text}".`, {
      hint: "For example: --override-input nixpkgs=path:/srv/nixpkgs",
    });
  }
  return { name, flake: absoluteFlake(flake, cwd) };
}

function absoluteFlake(flake: string, cwd: string): string {
  const local = /^(path:)?(\.{1,2}(?:\/.*)?)$/.exec(flake) ?? /^(path:)([^/:?#][^:]*)$/.exec(flake);
  if (!local?.[2]) return flake;
  return `${local[1] ?? ""}${resolve(cwd, local[2])}`;
}
