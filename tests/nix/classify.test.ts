import { describe, expect, test } from "bun:test";
import { classifyTrouble } from "../../lib/nix/classify.ts";
import { buildFailure, TOLD_LOG_LINES } from "../../lib/nix/failure.ts";
import type { NixTrouble } from "../../lib/nix/trouble.ts";

const BAD = "/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-bad.drv";
const DEP = "/nix/store/25cy5qxhfdjw85y67l1r7grci8f8zmij-dep.drv";

function judge(
  said: readonly string[],
  log: readonly string[] = [],
  status = 1,
  isOffline = false,
): NixTrouble {
  return classifyTrouble({
    said,
    status,
    isOffline,
    wanted: "test-origin-vm",
    logOf: (drv) => (drv === BAD ? log : []),
  });
}

/** As Nix 2.8, 2.26, 2.31 and Lix 2.93 say it. */
const CASES: readonly (readonly [string, string, string, readonly string[], (readonly string[])?])[] = [
  [
    "a builder that failed (2.8)",
    "build-failed",
    "The build of bad failed with exit code 3.",
    [`error: builder for '${BAD}' failed with exit code 3`],
  ],
  [
    "a dependency that failed (2.8)",
    "build-failed",
    "The build of bad failed with exit code 3.",
    [
      `error: builder for '${BAD}' failed with exit code 3`,
      `error: 1 dependencies of derivation '${DEP}' failed to build`,
    ],
  ],
  [
    "a builder that failed (2.29 and later)",
    "build-failed",
    "The build of bad failed with exit code 3.",
    [
      `error: Cannot build '${BAD}'.\n       Reason: builder failed with exit code 3.\n       Output paths:\n         /nix/store/861lynakn86fwcp1zznfmhhg06k4m8rr-bad`,
      `error: Cannot build '${DEP}'.\n       Reason: 1 dependency failed.\n       Output paths:\n         /nix/store/861lynakn86fwcp1zznfmhhg06k4m8rr-dep`,
    ],
  ],
  [
    "the dependant first, the builder after (2.29 and later)",
    "build-failed",
    "The build of bad failed with exit code 1.",
    [
      `error: Cannot build '${DEP}'.\n       Reason: 1 dependency failed.`,
      `error: Cannot build '${BAD}'.\n       Reason: builder failed with exit code 1.`,
    ],
  ],
  [
    "a builder with its log in the error",
    "build-failed",
    "The build of bad failed with exit code 2.",
    [
      `error: builder for '${BAD}' failed with exit code 2;\n       last 2 log lines:\n       > mkdir: cannot create directory '/nix/x': Permission denied\n       > Could not resolve host: example.org\n       For full logs, run 'nix log ${BAD}'.`,
    ],
  ],
  [
    "a builder that was killed",
    "build-failed",
    "The build of bad failed due to signal 9 (Killed).",
    [`error: builder for '${BAD}' failed due to signal 9 (Killed)`],
  ],
  [
    "a builder that took too long",
    "build-failed",
    "The build of bad timed out after 5 seconds.",
    [`error: building of '${BAD}' timed out after 5 seconds`],
  ],
  [
    "another machine's system (2.8)",
    "system-unbuildable",
    "bad is built on aarch64-linux; this machine is x86_64-linux and has no builders for aarch64-linux.",
    [
      `error: a 'aarch64-linux' with features {} is required to build '${BAD}', but I am a 'x86_64-linux' with features {benchmark, big-parallel}`,
    ],
  ],
  [
    "a feature that is not there (2.8)",
    "system-unbuildable",
    "bad is built on x86_64-linux with kvm; this machine is x86_64-linux and has no feature kvm.",
    [
      `error: a 'x86_64-linux' with features {kvm} is required to build '${BAD}', but I am a 'x86_64-linux' with features {benchmark}`,
    ],
  ],
  [
    "another machine's system (2.29 and later)",
    "system-unbuildable",
    "bad is built on aarch64-linux; this machine is x86_64-linux and has no builders for aarch64-linux.",
    [
      `error: Cannot build '${BAD}'.\n       Reason: required system or feature not available\n       Required system: 'aarch64-linux' with features {}\n       Current system: 'x86_64-linux' with features {benchmark, big-parallel}`,
    ],
  ],
  [
    "a full disk, said by Nix",
    "disk-full",
    "Nix found no space left on the device.",
    ["error: writing to file: No space left on device"],
  ],
  [
    "a full disk, said by a builder",
    "disk-full",
    "The build of bad found no space left on the device.",
    [`error: builder for '${BAD}' failed with exit code 1`],
    ["dd: error writing 'x': No space left on device"],
  ],
  [
    "no network, for an input (2.8)",
    "download-failed",
    "https://api.github.com/x cannot be downloaded: Couldn't resolve host name (6).",
    ["error: unable to download 'https://api.github.com/x': Couldn't resolve host name (6)"],
  ],
  [
    "no network, for an input (2.26)",
    "download-failed",
    "https://github.com/x.tar.gz cannot be downloaded: Could not resolve hostname (6) Could not resolve host: github.com.",
    [
      "error:\n       … while updating the lock file of flake 'path:/x'\n\n       … while fetching the input 'github:NixOS/nixpkgs/e4'\n\n       error: Failed to open archive (Source threw exception: error: unable to download 'https://github.com/x.tar.gz': Could not resolve hostname (6) Could not resolve host: github.com)",
    ],
  ],
  [
    "a source that cannot be fetched",
    "download-failed",
    "https://x.org/a.tar.gz cannot be downloaded: Couldn't resolve host name (6).",
    [`error: builder for '${BAD}' failed with exit code 1`],
    ["error: unable to download 'https://x.org/a.tar.gz': Couldn't resolve host name (6)"],
  ],
  [
    "a source that curl cannot fetch",
    "download-failed",
    "A download of bad failed: curl: (6) Could not resolve host: x.org.",
    [`error: builder for '${BAD}' failed with exit code 1`],
    [
      "trying https://x.org/a.tar.gz",
      "curl: (6) Could not resolve host: x.org",
      "error: cannot download a.tar.gz from any mirror",
    ],
  ],
  [
    "a hash that is another",
    "build-failed",
    "What was downloaded for bad is not what the flake pins.",
    [
      `error: hash mismatch in fixed-output derivation '${BAD}':\n         specified: sha256-AAAA=\n            got:    sha256-BBBB=`,
    ],
  ],
  [
    "an output that is not there",
    "output-not-found",
    "The flake has no output test-origin-vm for this system.",
    [
      "error: flake 'path:/x' does not provide attribute 'packages.x86_64-linux.test-origin-vm', 'legacyPackages…' or 'test-origin-vm'",
    ],
  ],
  [
    "a store that is not ours",
    "nix-denied",
    "Nix may not use its store as this user: opening lock file '/nix/var/nix/db/big-lock': Permission denied.",
    ["error: opening lock file '/nix/var/nix/db/big-lock': Permission denied"],
  ],
  [
    "a daemon that lets nobody in",
    "nix-denied",
    "Nix may not use its store as this user: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Permission denied.",
    ["error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Permission denied"],
  ],
  [
    "a daemon that is away",
    "nix-unusable",
    "Nix cannot build here: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Connection refused.",
    ["error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Connection refused"],
  ],
  [
    "no build users",
    "nix-unusable",
    "Nix cannot build here: the group 'nixbld' specified in 'build-users-group' does not exist.",
    ["error: the group 'nixbld' specified in 'build-users-group' does not exist"],
  ],
  [
    "a nixpkgs for a later Nix",
    "nix-too-old",
    "This Nix is too old for the flake: This version of Nixpkgs requires Nix >= 2.18.",
    [
      "error: evaluation aborted with the following error message: '\n\n  This version of Nixpkgs requires Nix >= 2.18, please upgrade:\n\n  - If you are running NixOS, …'",
    ],
  ],
  [
    "a nixpkgs that lists the features it needs",
    "nix-too-old",
    "This Nix is too old for the flake: You are evaluating with Nix 2.8.0.",
    [
      "error: evaluation aborted with the following error message: '\n\n       This version of Nixpkgs requires an implementation of Nix with the following features:\n       - `builtins.nixVersion` reports at least 2.18\n\n       You are evaluating with Nix 2.8.0, please upgrade:\n\n       - If you are running NixOS, …'",
    ],
  ],
  [
    "a path that only the network has",
    "download-failed",
    "hello is needed, and neither in the store nor to be had from a cache.",
    [
      "error: path '/nix/store/861lynakn86fwcp1zznfmhhg06k4m8rr-hello' is required, but there is no substituter that can build it",
    ],
  ],
  ...[
    "don't know how to open Nix store 'garbage'",
    "Cannot parse Nix store 'garbage'",
    "invalid SSH host name ''",
    "`ssh` store requires a valid SSH host as the authority part in Store URI",
    "operation 'addToStore' is not supported by store 'ssh://x'",
    "failed to start SSH connection to 'x'",
    "cannot connect to 'x'",
  ].map(
    (words) =>
      [
        `a store that cannot be used: ${words}`,
        "nix-unusable",
        `Nix cannot use the store it was told to: ${words}.`,
        [`error: ${words}\nTry 'nix --help' for more information.`],
      ] as const,
  ),
  ["an interruption", "interrupted", "The build was interrupted.", ["error: interrupted by the user"]],
  [
    "an expression that throws (2.8)",
    "build-failed",
    "Nix cannot work out test-origin-vm: nothing like that.",
    ["error: nothing like that", "(use '--show-trace' to show detailed location information)"],
  ],
  [
    "an expression that throws (2.26)",
    "build-failed",
    "Nix cannot work out test-origin-vm: nothing like that.",
    [
      "error:\n       … while calling the 'throw' builtin\n         at /nix/store/x/flake.nix:14:16:\n           14|       thrown = throw \"nothing like that\";\n\n       error: nothing like that",
    ],
  ],
];

describe("what Nix came to grief with", () => {
  test.each(CASES)("%s is %s", (_what, id, message, said, log = []) => {
    expect(judge(said, log)).toMatchObject({ id, message });
  });

  test("a warning is no reason", () => {
    const said = [
      "warning: error: unable to download 'https://x': no; retrying in 300 ms",
      `error: builder for '${BAD}' failed with exit code 3`,
    ];
    expect(judge(said).id).toBe("build-failed");
  });

  test("GitHub's limit has its own advice", () => {
    const said = [
      "error: unable to download 'https://api.github.com/x': HTTP error 403\n\nresponse body: API rate limit exceeded",
    ];
    expect(judge(said)).toMatchObject({ id: "download-failed" });
    expect(judge(said).advice[0]).toContain("access-tokens");
  });

  test.each([
    "error: unable to download 'https://github.com/x': Could not resolve hostname (6)",
    "error: path '/nix/store/861lynakn86fwcp1zznfmhhg06k4m8rr-x' is required, but there is no substituter that can build it",
  ])("with --offline nobody is told to use it, but how to get there what is missing: %s", (words) => {
    const { id, advice, message } = judge([words], [], 1, true);
    expect(id).toBe("download-failed");
    expect(advice.join("\n")).toContain("once without --offline");
    expect(advice.join("\n")).toContain("nix copy --from");
    expect(`${message} ${advice}`).not.toMatch(/--offline only|Check the network/);
  });

  test("a Nix that was killed, and one that says nothing", () => {
    expect(judge([], [], 137)).toMatchObject({ message: "Nix was ended by signal 9." });
    expect(judge([], [], 137).advice[0]).toContain("memory");
    expect(judge([], [], 1).message).toBe("Nix ended with status 1 and no word why.");
  });

  test("the derivation whose log tells more is the one that failed itself", () => {
    expect(judge(CASES[1]?.[3] ?? []).drvPath).toBe(BAD);
    expect(judge(CASES[3]?.[3] ?? []).drvPath).toBe(BAD);
  });
});

describe("the failure", () => {
  const trouble = {
    id: "build-failed",
    message: "The build of bad failed.",
    advice: ["Do this."],
    drvPath: BAD,
  } as const;
  const words = { said: ["error: x"], argv: ["nix", "build"] };

  test("shows the last 25 lines of the log, where all of it is, and what to do", () => {
    const log = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const { hint, details } = buildFailure({ ...trouble, advice: ["Do this."] }, { ...words, log });
    const lines = hint?.split("\n") ?? [];
    expect(lines).toHaveLength(TOLD_LOG_LINES + 3);
    expect(lines.slice(0, 2)).toEqual(["The end of its log:", "  │ line 15"]);
    expect(lines.slice(-2)).toEqual([
      `All of it: nix --extra-experimental-features 'nix-command flakes' log ${BAD}`,
      "Do this.",
    ]);
    expect(details).toMatchObject({
      derivation: BAD,
      name: "bad",
      command: ["nix", "build"],
      nix: ["error: x"],
    });
  });

  test("says when there is no log", () => {
    expect(buildFailure({ ...trouble, advice: [] }, { ...words, log: [] }).hint).toBe(
      `Its builder wrote nothing. The derivation: ${BAD}`,
    );
  });

  test("without a derivation shows what Nix said, when that is more than a line", () => {
    const bare = { ...trouble, drvPath: null, advice: [] };
    expect(buildFailure(bare, { ...words, log: [] }).hint).toBeUndefined();
    expect(buildFailure(bare, { ...words, said: ["error:\n… while\nerror: no"], log: [] }).hint).toBe(
      "What Nix said:\n  │ error:\n  │ … while\n  │ error: no",
    );
  });
});
