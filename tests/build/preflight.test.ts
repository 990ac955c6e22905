import { describe, expect, test } from "bun:test";
import { requireNix, requireSystem } from "../../lib/build/preflight.ts";
import { Failure } from "../../lib/errors.ts";
import { failureOf } from "../support/failure.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const FLAG = "--extra-experimental-features nix-command";
const STORE = { "/nix/store/x/y": "", "/nix/var/nix/daemon-socket/socket": { kind: "socket" as const } };

/** A user's Nix with a daemon, of this version. */
function withNix(version: string, more: FakeHostOptions = {}): FakeHostOptions {
  return {
    files: STORE,
    unwritable: { "/nix": "EACCES" },
    ...more,
    exec: {
      "nix --version": `nix (Nix) ${version}\n`,
      [`nix ${FLAG} eval`]: version,
      "nix config show": "system = x86_64-linux\nextra-platforms = i686-linux\n",
      [`nix ${FLAG} store ping`]: '{"trusted":false}',
      ...more.exec,
    },
  };
}

async function refusal(options: FakeHostOptions, isOverridden = false): Promise<Failure> {
  const thrown = await requireNix(fakeHost(options), isOverridden).catch((error: unknown) => error);
  if (thrown instanceof Failure) return thrown;
  throw new Error("it was accepted");
}

describe("before any work", () => {
  test("a Nix that can build is told with its path, its system and what is odd", async () => {
    const nix = await requireNix(fakeHost(withNix("2.31.2")), false);
    expect(nix).toMatchObject({ path: "/usr/bin/nix", ownSystem: "x86_64-linux" });
    expect(nix.notes.join("\n")).toContain("does not trust this user");
  });

  test.each([
    ["no Nix", {}, "nix-missing", 6, "nixos.org/nix/install"],
    ["a store without its program", { files: STORE }, "nix-missing", 6, "profile.d"],
    ["Nix 2.7", withNix("2.7.0"), "nix-too-old", 6, "Nix 2.8 or later: what hlsctl calls"],
    ["Nix 2.17", withNix("2.17.1"), "nix-too-old", 6, "Nix 2.18 or later: the nixpkgs"],
    [
      "a program that does not run",
      withNix("2.31.2", { exec: { "nix --version": { problem: "denied" } } }),
      "nix-unusable",
      6,
      "install",
    ],
    ...(
      [
        ["illegal configuration line 'garbage' in 'NIX_CONFIG'", "unset NIX_CONFIG"],
        [
          "syntax error in configuration line 'x' in '/etc/nix/nix.conf'",
          "Mend that line of /etc/nix/nix.conf",
        ],
        ["option 'sandbox' has invalid value 'x'", "Mend sandbox:"],
        ["configuration setting 'max-jobs' should be 'auto' or an integer", "Mend max-jobs:"],
        [
          "file '/nope' included from '/etc/nix/nix.conf' not found",
          "Mend that include of /etc/nix/nix.conf",
        ],
      ] as const
    ).map(([words, hint]) => {
      const stderr = `error: ${words}\nTry 'nix --help' for more information.\n`;
      const told = withNix("2.31.2", { exec: { "nix --version": { status: 1, stderr } } });
      return [`a configuration with: ${words}`, told, "nix-unusable", 6, hint] as const;
    }),
    [
      "a TMPDIR that is not there",
      withNix("2.31.2", { env: { TMPDIR: "/nope" } }),
      "nix-unusable",
      6,
      "TMPDIR",
    ],
    ["a TMPDIR from here", withNix("2.31.2", { env: { TMPDIR: "tmp" } }), "nix-unusable", 6, "TMPDIR"],
    [
      "a daemon that does not answer",
      withNix("2.31.2", {
        exec: { [`nix ${FLAG} store ping`]: { status: 1, stderr: "error: Connection refused" } },
      }),
      "nix-unusable",
      6,
      "nix-daemon",
    ],
    [
      "a daemon that lets nobody in",
      withNix("2.31.2", {
        exec: { [`nix ${FLAG} store ping`]: { status: 1, stderr: "error: Permission denied" } },
      }),
      "nix-denied",
      7,
      "allowed-users",
    ],
  ] as const)("%s is refused", async (_what, options, id, exitCode, hint) => {
    const failure = await refusal(options);
    expect(failure).toMatchObject({ id, exitCode });
    expect(failure.hint).toContain(hint);
  });

  test("a configuration that Nix does not take is told in its words, and nobody has to install Nix again", async () => {
    const stderr =
      "error: illegal configuration line 'garbage' in 'NIX_CONFIG'\nTry 'nix --help' for more information.\n";
    const failure = await refusal(withNix("2.31.2", { exec: { "nix --version": { status: 1, stderr } } }));
    expect(failure.message).toBe(
      "Nix does not take its configuration: illegal configuration line 'garbage' in 'NIX_CONFIG'.",
    );
    expect(failure.hint).not.toContain("install");
  });

  test("a nixpkgs of the user's own decides which Nix is recent enough, for what hlsctl calls there is a floor all the same", async () => {
    expect((await requireNix(fakeHost(withNix("2.8.0")), true)).path).toBe("/usr/bin/nix");
    expect((await refusal(withNix("2.7.0"), true)).id).toBe("nix-too-old");
  });
});

test("a system that nobody builds is refused with the prefix that becomes root", async () => {
  const host = fakeHost(withNix("2.31.2"));
  const nix = await requireNix(host, false);
  expect(requireSystem(host, nix, "x86_64-linux", "x")).toBeUndefined();
  const { id, hint } = failureOf(() => requireSystem(host, nix, "aarch64-linux", "x"));
  expect(id).toBe("system-unbuildable");
  expect(hint).toContain("sudo tee -a /etc/nix/nix.conf");
});
