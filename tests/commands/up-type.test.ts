import { describe, expect, test } from "bun:test";
import { refuseType } from "../../lib/commands/up-type.ts";
import { TYPES } from "../../lib/plan/plan.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const FLAG = "--extra-experimental-features nix-command";

/** Nix with a daemon, Docker and KVM. */
const CAPABLE: FakeHostOptions = {
  files: {
    "/nix/store/x/y": "",
    "/nix/var/nix/daemon-socket/socket": { kind: "socket" },
    "/sys/fs/cgroup/cgroup.controllers": "cpu memory",
  },
  unwritable: { "/nix": "EACCES" },
  devices: { "/dev/kvm": { 44544: 12, 44545: 11 } },
  exec: {
    "nix --version": "nix (Nix) 2.31.2\n",
    [`nix ${FLAG} eval`]: "2.31.2",
    "nix config show": "system = x86_64-linux\n",
    [`nix ${FLAG} store ping`]: "{}",
  },
};

function wanted(profile: string, ...set: string[]) {
  return { profile, settings: { set, "set-file": [], "profile-file": [] } };
}

describe("a type that `up` does not deploy", () => {
  test("is built by a command that is told, with what to do with the result and what works here", async () => {
    const failure = await refuseType(fakeHost(CAPABLE), "iso", wanted("low-latency"));
    expect(failure).toMatchObject({ id: "type-unsupported", exitCode: 8 });
    expect(failure.hint?.split("\n").slice(1)).toEqual([
      "hlsctl build iso --profile low-latency --out result",
      "sudo dd if=$(echo result/iso/*.iso) of=/dev/sdX bs=4M   # or boot it in a virtual machine",
      "Or use what works here: hlsctl up low-latency runner",
    ]);
  });

  test("keeps the user's settings in the commands it tells", async () => {
    const settings = wanted("low-latency", "hls.listSize=9", "testPattern=a b");
    const failure = await refuseType(fakeHost(CAPABLE), "iso", settings);
    expect(failure.hint?.split("\n")).toContain(
      "hlsctl build iso --profile low-latency --set hls.listSize=9 --set 'testPattern=a b' --out result",
    );
    expect(failure.hint).toEndWith(
      "hlsctl up low-latency runner --set hls.listSize=9 --set 'testPattern=a b'",
    );
  });

  test("is refused for what the machine lacks first", async () => {
    const failure = await refuseType(fakeHost({}), "vm", wanted("default"));
    expect(failure).toMatchObject({ id: "type-prerequisite", exitCode: 6 });
    expect(failure.hint).not.toContain("hlsctl build");
  });

  test.each(TYPES.filter((type) => type !== "runner"))(
    "%s on a bare machine ends with the runner",
    async (type) => {
      const failure = await refuseType(fakeHost({}), type, wanted("debug"));
      expect(failure.hint).toEndWith("Or use what works here: hlsctl up debug runner");
    },
  );
});
